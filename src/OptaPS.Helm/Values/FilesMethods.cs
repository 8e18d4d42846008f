using OptaPS.Helm.Functions;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Values;

/// <summary>The methods of .Files.</summary>
internal static class FilesMethods
{
    private static readonly GoType[] OneString = [GoTypes.String];

    public static GoFunction? Find(GoMap files, string name) => name switch
    {
        "Get" => new GoFunction(name, OneString, variadic: false, (_, a) => Text(files, (string)a[0]!)),
        "GetBytes" => new GoFunction(name, OneString, variadic: false, (_, a) => files[(string)a[0]!] as GoBytes ?? new GoBytes([])),
        "Glob" => new GoFunction(name, OneString, variadic: false, (_, a) => Glob(files, (string)a[0]!)),
        "Lines" => new GoFunction(name, OneString, variadic: false, (_, a) => Lines(files, (string)a[0]!)),
        "AsConfig" => new GoFunction(name, [], variadic: false, (_, _) => AsMap(files, t => t.Text)),
        "AsSecrets" => new GoFunction(name, [], variadic: false, (_, _) => AsMap(files, t => Convert.ToBase64String(t.Data))),
        _ => null,
    };

    private static string Text(GoMap files, string name) => (files[name] as GoBytes)?.Text ?? "";

    private static GoMap Glob(GoMap files, string pattern)
    {
        var glob = GobwasGlob.Compile(pattern);
        var found = new GoMap(GoTypes.Files);
        foreach (var key in files.Keys)
        {
            if (glob is null || glob.IsMatch(key))
            {
                found[key] = files[key];
            }
        }
        return found;
    }

    private static GoList Lines(GoMap files, string name)
    {
        if (!files.TryGetValue(name, out var value))
        {
            return GoList.OfStrings([]);
        }
        var text = ((GoBytes)value!).Text;
        if (text.Length == 0)
        {
            throw Panics.IndexOutOfRange(-1, 0);
        }
        return GoList.OfStrings((text[^1] == '\n' ? text[..^1] : text).Split('\n'));
    }

    private static string AsMap(GoMap files, Func<GoBytes, string> value)
    {
        if (files.IsNil)
        {
            return "";
        }
        var map = new GoMap();
        foreach (var key in files.Keys)
        {
            map[GoPath.Base(key)] = value((GoBytes)files[key]!);
        }
        return HelmFunctions.ToYaml(map);
    }
}
