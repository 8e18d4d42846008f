namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on URLs.</summary>
internal static class UrlFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("urlParse", "string", a => Parse((string)a[0]!));
        t.Add("urlJoin", "map", a => Join((GoMap?)a[0] ?? new GoMap()));
        t.Add("getHostByName", "string", (c, a) => c.ResolveHost((string)a[0]!));
    }

    private static GoMap Parse(string text)
    {
        GoUrl url;
        try
        {
            url = GoUrl.Parse(text);
        }
        catch (FunctionException e)
        {
            throw new FunctionException("unable to parse url: " + e.Message);
        }
        var map = new GoMap();
        map["scheme"] = url.Scheme;
        map["host"] = url.Host;
        map["hostname"] = url.HostName;
        map["path"] = url.Path;
        map["query"] = url.Query;
        map["opaque"] = url.Opaque;
        map["fragment"] = url.Fragment;
        map["userinfo"] = url.User ?? "";
        return map;
    }

    private static string Join(GoMap map)
    {
        var user = Text(map, "userinfo");
        string? parsedUser = null;
        var url = new GoUrl
        {
            Scheme = Text(map, "scheme"),
            Host = Text(map, "host"),
            Path = Text(map, "path"),
            Query = Text(map, "query"),
            Opaque = Text(map, "opaque"),
            Fragment = Text(map, "fragment"),
        };
        if (user.Length > 0)
        {
            try
            {
                parsedUser = GoUrl.Parse($"proto://{user}@host").User;
            }
            catch (FunctionException e)
            {
                throw new FunctionException("unable to parse userinfo in dict: " + e.Message);
            }
        }
        return (url with { User = parsedUser }).ToString();
    }

    private static string Text(GoMap map, string key)
    {
        if (!map.TryGetValue(key, out var value))
        {
            return "";
        }
        if (value is null)
        {
            Panics.NilPointer();
        }
        return value as string ?? throw new FunctionException($"unable to parse {key} key, must be of type string, but {GoTypes.Of(value)!.KindName} found");
    }
}
