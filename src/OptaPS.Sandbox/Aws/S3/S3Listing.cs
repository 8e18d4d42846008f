using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Listings of a bucket with prefix, delimiter and pages.</summary>
internal static class S3Listing
{
    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static AwsReply Objects(AwsCall call, string bucket, IReadOnlyList<KeyValuePair<string, IReadOnlyList<StoredVersion>>> all)
    {
        var query = call.Http.Request.Query;
        var second = call.Operation == "ListObjectsV2";
        var prefix = query["prefix"].ToString();
        var delimiter = query["delimiter"].ToString();
        var after = second ? query["continuation-token"].ToString() is { Length: > 0 } token ? token : query["start-after"].ToString() : query["marker"].ToString();
        var limit = int.TryParse(query["max-keys"], out var wanted) ? Math.Min(wanted, 1000) : 1000;
        var result = new XElement(Space + "ListBucketResult", new XElement(Space + "Name", bucket), new XElement(Space + "Prefix", prefix), new XElement(Space + "MaxKeys", limit));
        var groups = new SortedSet<string>(StringComparer.Ordinal);
        var count = 0;
        var last = "";
        var truncated = false;
        foreach (var (key, versions) in all.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && o.Value is [{ DeleteMarker: false }, ..] && string.CompareOrdinal(o.Key, after) > 0))
        {
            var cut = delimiter.Length > 0 ? key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) : -1;
            var group = cut < 0 ? null : key[..(cut + delimiter.Length)];
            if (group is not null && (groups.Contains(group) || (after.Length > 0 && after.StartsWith(group, StringComparison.Ordinal))))
            {
                last = key;
                continue;
            }

            if (count == limit)
            {
                truncated = true;
                break;
            }

            count++;
            last = key;
            if (group is not null)
            {
                groups.Add(group);
                continue;
            }

            result.Add(new XElement(Space + "Contents", new XElement(Space + "Key", key), new XElement(Space + "LastModified", Time(versions[0])), new XElement(Space + "ETag", versions[0].ETag), new XElement(Space + "Size", versions[0].Size), new XElement(Space + "StorageClass", "STANDARD")));
        }

        result.Add(groups.Select(g => new XElement(Space + "CommonPrefixes", new XElement(Space + "Prefix", g))));
        result.Add(new XElement(Space + "IsTruncated", truncated ? "true" : "false"));
        if (second)
        {
            result.Add(new XElement(Space + "KeyCount", count));
        }

        if (truncated)
        {
            result.Add(new XElement(Space + (second ? "NextContinuationToken" : "NextMarker"), last));
        }

        return AwsReply.Xml(result) with { ContentType = "application/xml" };
    }

    public static AwsReply Versions(AwsCall call, string bucket, IReadOnlyList<KeyValuePair<string, IReadOnlyList<StoredVersion>>> all)
    {
        var prefix = call.Http.Request.Query["prefix"].ToString();
        var result = new XElement(Space + "ListVersionsResult", new XElement(Space + "Name", bucket), new XElement(Space + "Prefix", prefix), new XElement(Space + "IsTruncated", "false"));
        foreach (var (key, versions) in all.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            result.Add(versions.Select((version, index) => new XElement(
                Space + (version.DeleteMarker ? "DeleteMarker" : "Version"),
                new XElement(Space + "Key", key),
                new XElement(Space + "VersionId", version.Id),
                new XElement(Space + "IsLatest", index == 0 ? "true" : "false"),
                new XElement(Space + "LastModified", Time(version)),
                version.DeleteMarker ? null : new XElement(Space + "ETag", version.ETag),
                version.DeleteMarker ? null : new XElement(Space + "Size", version.Size))));
        }

        return AwsReply.Xml(result) with { ContentType = "application/xml" };
    }

    public static string Time(StoredVersion version) => Time(version.Modified);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
