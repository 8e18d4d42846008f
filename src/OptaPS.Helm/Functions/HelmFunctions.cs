using OptaPS.Helm.Json;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Functions;

/// <summary>The functions that Helm adds.</summary>
internal static class HelmFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("include", "string any", (c, a) => c.Include((string)a[0]!, a[1]));
        t.Add("tpl", "string any", (c, a) => c.Tpl((string)a[0]!, a[1]));
        t.Add("required", "string any", a => a[1] is null or "" ? throw Marked((string)a[0]!) : a[1]);
        t.Add("fail", "string", a => throw Marked((string)a[0]!));
        t.Add("lookup", "string string string string", (c, a) => c.Lookup((string)a[0]!, (string)a[1]!, (string)a[2]!, (string)a[3]!));
        t.Add("toYaml", "any", (c, a) =>
        {
            var text = ToYaml(a[0]);
            c.Charge(text.Length);
            return text;
        });
        t.AddText("toYamlPretty", "any", a => Quiet(() => PrettyYamlWriter.Write(a[0])));
        t.Add("fromYaml", "string", a => Caught(() => YamlReader.ReadMap((string)a[0]!) ?? new GoMap()));
        t.Add("fromYamlArray", "string", a => CaughtList(() => YamlArray((string)a[0]!)));
        t.AddText("toJson", "any", a => Quiet(() => GoJson.Write(a[0])));
        t.Add("fromJson", "string", a => Caught(() => JsonMap((string)a[0]!)));
        t.Add("fromJsonArray", "string", a => CaughtList(() => JsonArray((string)a[0]!)));
        t.Add("mustFromJson", "string", a => GoJsonReader.Read((string)a[0]!));
        t.AddText("mustToJson", "any", a => GoJson.Write(a[0]));
        t.AddText("toPrettyJson", "any", a => Quiet(() => GoJson.Write(a[0], indent: "  ")));
        t.AddText("mustToPrettyJson", "any", a => GoJson.Write(a[0], indent: "  "));
        t.AddText("toRawJson", "any", a => GoJson.Write(a[0], escapeHtml: false));
        t.Alias("mustToRawJson", "toRawJson");
        t.AddText("toToml", "any", a =>
        {
            try
            {
                return Toml.TomlWriter.Write(a[0]);
            }
            catch (FunctionException e)
            {
                return e.Message;
            }
        });
        t.Add("fromToml", "string", a => Caught(() => Toml.TomlReader.Read((string)a[0]!)));
    }

    /// <summary>YAML without its last line feed; nothing for what cannot be written.</summary>
    public static string ToYaml(object? value)
    {
        var text = Quiet(() => YamlWriter.Write(value));
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    private static FunctionException Marked(string message) => new($"HELM_ERR_START{message}HELM_ERR_END");

    private static string Quiet(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is FunctionException or YamlTextException)
        {
            return "";
        }
    }

    private static GoMap Caught(Func<GoMap?> read)
    {
        try
        {
            return read() ?? new GoMap(isNil: true);
        }
        catch (Exception e) when (e is FunctionException or YamlTextException)
        {
            var map = new GoMap();
            map["Error"] = e.Message;
            return map;
        }
    }

    private static GoList CaughtList(Func<GoList> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FunctionException or YamlTextException)
        {
            return new GoList([e.Message]);
        }
    }

    private static GoList YamlArray(string text) => YamlReader.Read(text) switch
    {
        null => new GoList([]),
        GoList list => list,
        var other => throw new YamlTextException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {YamlReader.JsonKind(other)} into Go value of type []interface {{}}"),
    };

    private static GoMap? JsonMap(string text) => GoJsonReader.Read(text) switch
    {
        null => null,
        GoMap map => map,
        var other => throw new FunctionException($"json: cannot unmarshal {YamlReader.JsonKind(other)} into Go value of type map[string]interface {{}}"),
    };

    private static GoList JsonArray(string text) => GoJsonReader.Read(text) switch
    {
        null => new GoList(GoTypes.SliceAny, [], isNil: true),
        GoList list => list,
        var other => throw new FunctionException($"json: cannot unmarshal {YamlReader.JsonKind(other)} into Go value of type []interface {{}}"),
    };
}
