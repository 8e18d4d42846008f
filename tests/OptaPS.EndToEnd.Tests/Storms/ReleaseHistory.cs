using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>Reads Helm's records from a cluster as Helm does.</summary>
internal static class ReleaseHistory
{
    /// <summary>The record in a Secret: base64 of base64 of gzip of JSON.</summary>
    public static JsonNode Decode(JsonNode secret)
    {
        var text = Encoding.ASCII.GetString(Convert.FromBase64String((string)secret["data"]!["release"]!));
        using var unpacked = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        return JsonNode.Parse(unpacked)!;
    }

    /// <summary>The newest revision that was in force and differs from the present one; the present one when there is none.</summary>
    public static async Task<string> OtherRevisionAsync(ProgramWorld world, string space, string release)
    {
        using var cluster = await ClusterReader.ConnectAsync(world);
        var secrets = (JsonArray)(await cluster.GetAsync($"api/v1/namespaces/{space}/secrets"))["items"]!;
        var records = secrets.Where(secret => (string?)secret!["type"] == "helm.sh/release.v1").Select(secret => Decode(secret!))
            .Where(record => (string)record["name"]! == release && (string)record["info"]!["status"]! is "deployed" or "superseded")
            .OrderByDescending(record => (int)record["version"]!)
            .ToList();
        Assert.True(records.Count > 0, $"there is no revision of {release}");
        var other = records.Find(record => !JsonNode.DeepEquals(record["config"], records[0]["config"])) ?? records[0];
        return ((int)other["version"]!).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
