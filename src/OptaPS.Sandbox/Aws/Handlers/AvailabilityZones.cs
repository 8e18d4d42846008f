namespace OptaPS.Sandbox.Aws.Handlers;

/// <summary>The zones of each emulated region.</summary>
internal static class AvailabilityZones
{
    /// <summary>Zone letters per region; a region that is not named has three.</summary>
    private static readonly Dictionary<string, string> Letters = new(StringComparer.Ordinal) { ["us-east-1"] = "abcdef", ["us-west-2"] = "abcd", ["us-west-1"] = "ac", ["ap-northeast-1"] = "acd" };

    public static IReadOnlyList<string> Names(string region) => [.. Letters.GetValueOrDefault(region, "abc").Select(l => region + l)];

    /// <summary>The account-independent id of a zone, for example <c>use1-az1</c>.</summary>
    public static string Id(string zone)
    {
        var parts = zone[..^1].Split('-');
        return string.Concat(parts[0], parts[1][..1], parts[^1]) + "-az" + (zone[^1] - 'a' + 1);
    }
}
