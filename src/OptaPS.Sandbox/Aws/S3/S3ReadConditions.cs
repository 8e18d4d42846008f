using System.Globalization;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>The conditions of a read; those on the tag go before those on the time.</summary>
internal static class S3ReadConditions
{
    /// <summary>200, 304 or 412.</summary>
    public static int Answer(AwsCall call, StoredVersion version)
    {
        // Times in headers have whole seconds.
        var modified = version.Modified.AddTicks(-(version.Modified.Ticks % TimeSpan.TicksPerSecond));
        if (call.Header("If-Match") is { } match)
        {
            if (!Names(match, version))
                return 412;
        }
        else if (Time(call.Header("If-Unmodified-Since")) is { } latest && modified > latest)
        {
            return 412;
        }

        if (call.Header("If-None-Match") is { } none)
            return Names(none, version) ? 304 : 200;
        return Time(call.Header("If-Modified-Since")) is { } since && modified <= since ? 304 : 200;
    }

    private static bool Names(string header, StoredVersion version) =>
        header.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag.Trim('"') == version.ETag.Trim('"'));

    private static DateTimeOffset? Time(string? header) => DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
