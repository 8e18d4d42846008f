using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Operations;
using OptaPS.Operations.Views;

namespace OptaPS.Cli.Commands.Releases;

/// <summary>Runs an operation on releases and prints what it found in the format that was asked for.</summary>
internal static class ReleaseOutput
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FlagSet AddFormat(this FlagSet flags) => flags.Add("output", FlagKind.Text, "table, json or yaml", 'o');

    public static ReleaseFormat Format(this FlagValues given) => given.Text("output") switch
    {
        null or "table" => ReleaseFormat.Table,
        "json" => ReleaseFormat.Json,
        "yaml" => ReleaseFormat.Yaml,
        var other => throw new FlagException($"invalid argument \"{other}\" for \"-o, --output\" flag: invalid format type"),
    };

    public static Task<int> RunAsync<T>(Front front, FlagValues given, IOperationRequest<T> request, Func<T, int> show)
    {
        var format = given.Values.ContainsKey("output") && given.Format() == ReleaseFormat.Json ? OutputFormat.Json : OutputFormat.Table;
        return front.RunAsync(request, format, autoApprove: true, (result, _) => show(result));
    }

    public static int Write(Front front, ReleaseFormat format, JsonNode node)
    {
        if (format == ReleaseFormat.Yaml)
            front.Output.Write(YamlText.Write(node));
        else
            front.Output.WriteLine(node.ToJsonString(Compact));
        return ExitCodes.Done;
    }

    /// <summary>The time as Helm's list shows it.</summary>
    public static string Full(DateTimeOffset? time) =>
        time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + " +0000 UTC" : "";

    /// <summary>The time as Helm's history and status show it.</summary>
    public static string Short(DateTimeOffset? time) =>
        time is { } known ? known.UtcDateTime.ToString("ddd MMM ", CultureInfo.InvariantCulture) + known.UtcDateTime.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2) + known.UtcDateTime.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture) : "";

    /// <summary>Name of the release, the only argument of most commands.</summary>
    public static string Release(this FlagValues given, string command) => given.Arguments.Count == 1
        ? given.Arguments[0]
        : throw new FlagException($"\"opta release {command}\" requires 1 argument: the release's name");
}
