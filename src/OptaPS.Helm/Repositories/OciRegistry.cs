using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Helm.Repositories;

/// <summary>Charts in OCI registries: one manifest per version, the archive is its chart layer.</summary>
internal sealed class OciRegistry(RepositoryHttp http, ChartSourceOptions options, RegistryTokens tokens)
{
    private const string ConfigType = "application/vnd.cncf.helm.config.v1+json";
    private const int LongestManifest = 4 << 20;
    private const int MostTagPages = 50;
    private static readonly string[] ManifestTypes = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];
    private static readonly string[] LayerTypes = ["application/vnd.cncf.helm.chart.content.v1.tar+gzip", "application/tar+gzip"];
    private static readonly string[] AnyType = ["*/*"];

    /// <summary>The newest version that is no pre-release.</summary>
    public async Task<string> NewestAsync(ChartReference chart, CancellationToken cancellationToken) =>
        (await VersionsAsync(chart, cancellationToken)).Where(tag => !ChartVersionOrder.IsPreRelease(tag)).Max(ChartVersionOrder.Instance)
            ?? throw RepositoryHttp.Refused(Place(chart).Root, HttpStatusCode.NotFound, $"stable version of chart '{chart.Name}'");

    /// <summary>The tags that are versions.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var (root, path) = Place(chart);
        var tags = new List<string>();
        var next = new Uri(root, $"v2/{path}/tags/list?n=1000");
        for (var page = 0; next is not null && page < MostTagPages; page++)
        {
            using var answer = await SendAsync(chart, next, AnyType, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw RepositoryHttp.Refused(next, answer.StatusCode, $"chart '{chart.Name}'");
            var list = Parse(await RepositoryHttp.ReadAsync(answer, LongestManifest, next, cancellationToken), next);
            tags.AddRange((list["tags"] as JsonArray)?.Select(tag => tag!.GetValue<string>().Replace('_', '+')) ?? []);
            next = NextPage(answer, next);
        }

        return [.. tags.Where(ChartVersionOrder.IsExact)];
    }

    /// <summary>The version of the chart whose manifest has the wanted digest, by the chart's description in the registry.</summary>
    /// <exception cref="OptaException">OPTA5562: manifest or description have another digest; OPTA5572: it is no chart.</exception>
    public async Task<string> PinnedVersionAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var (manifest, address) = await ManifestAsync(chart, cancellationToken);
        LayerDigest(manifest, address);
        var (root, path) = Place(chart);
        var digest = manifest["config"]!["digest"]?.GetValue<string>() ?? "";
        var place = new Uri(root, $"v2/{path}/blobs/{digest}");
        using var answer = await SendAsync(chart, place, AnyType, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw RepositoryHttp.Refused(place, answer.StatusCode, $"description of {chart}");
        var text = await RepositoryHttp.ReadAsync(answer, LongestManifest, place, cancellationToken);
        ChartDigest.Check(chart, digest, ChartDigest.Of(text), $"manifest in {chart.Repository}");
        return Parse(text, place)["version"]?.GetValue<string>() ?? throw NoChart(place, "its description names no version");
    }

    /// <summary>The digest of the archive, by the registry's manifest.</summary>
    public async Task<string> FindAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var (manifest, address) = await ManifestAsync(chart, cancellationToken);
        return LayerDigest(manifest, address);
    }

    private async Task<(JsonObject Manifest, Uri Address)> ManifestAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var (root, path) = Place(chart);
        var address = new Uri(root, $"v2/{path}/manifests/{chart.ManifestDigest ?? Uri.EscapeDataString(chart.Version!.Replace('+', '_'))}");
        using var answer = await SendAsync(chart, address, ManifestTypes, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw RepositoryHttp.Refused(address, answer.StatusCode, $"chart {chart.Name} {chart.ManifestDigest ?? chart.Version}");
        var text = await RepositoryHttp.ReadAsync(answer, LongestManifest, address, cancellationToken);
        if (chart.ManifestDigest is { } wanted)
            ChartDigest.Check(chart, wanted, ChartDigest.Of(text), "the chart's address");
        return (Parse(text, address), address);
    }

    private static string LayerDigest(JsonObject manifest, Uri address)
    {
        var config = manifest["config"]?["mediaType"]?.GetValue<string>();
        var layer = (manifest["layers"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(found => LayerTypes.Contains(found["mediaType"]?.GetValue<string>()));
        return config == ConfigType && layer?["digest"]?.GetValue<string>() is { } digest
            ? digest
            : throw NoChart(address, $"configuration of type {config ?? "(none)"}, {(layer is null ? "no chart layer" : "a chart layer")}");
    }

    private static OptaException NoChart(Uri address, string why) => new(new Diagnostic("OPTA5572", Severity.Error, $"{RepositoryHttp.Shown(address)} is no chart.")
    {
        Cause = why,
        Category = DiagnosticCategory.InvalidData,
        Remedy = "Check registry path and version: a chart is wanted here, not an image.",
    });

    /// <summary>Downloads an archive.</summary>
    public async Task<byte[]> DownloadAsync(ChartReference chart, string digest, CancellationToken cancellationToken)
    {
        var (root, path) = Place(chart);
        var address = new Uri(root, $"v2/{path}/blobs/{digest}");
        using var answer = await SendAsync(chart, address, AnyType, cancellationToken);
        return answer.IsSuccessStatusCode
            ? await RepositoryHttp.ReadAsync(answer, options.MaximumArchive, address, cancellationToken)
            : throw RepositoryHttp.Refused(address, answer.StatusCode, $"archive of {chart}");
    }

    private async Task<HttpResponseMessage> SendAsync(ChartReference chart, Uri address, IReadOnlyList<string> accept, CancellationToken cancellationToken)
    {
        var known = tokens.Known(address.Authority, chart.Repository, chart.Name);
        var answer = await http.GetAsync(address, known, accept, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return answer;
        using (answer)
        {
            if (await tokens.AskAsync(answer, address, chart.Repository, chart.Name, cancellationToken) is { } token)
                return await http.GetAsync(address, token, accept, cancellationToken);
        }

        throw RepositoryHttp.Refused(address, HttpStatusCode.Unauthorized, $"chart '{chart.Name}'");
    }

    private (Uri Root, string Path) Place(ChartReference chart)
    {
        var served = ServedAddress.Of(options.Target, chart.Repository);
        var path = string.Join('/', $"{served.AbsolutePath}/{chart.Name}".Split('/', StringSplitOptions.RemoveEmptyEntries));
        var scheme = served.Scheme == "oci" ? "https" : served.Scheme;
        var root = new UriBuilder(scheme, served.Host, served.IsDefaultPort || served.Port < 0 ? -1 : served.Port).Uri;
        return (root, path);
    }

    private static Uri? NextPage(HttpResponseMessage answer, Uri address)
    {
        if (!answer.Headers.TryGetValues("Link", out var links))
            return null;
        var link = links.FirstOrDefault(text => text.Contains("rel=\"next\"", StringComparison.Ordinal));
        var (from, to) = (link?.IndexOf('<', StringComparison.Ordinal) ?? -1, link?.IndexOf('>', StringComparison.Ordinal) ?? -1);
        return from >= 0 && to > from ? new Uri(address, link![(from + 1)..to]) : null;
    }

    private static JsonObject Parse(byte[] text, Uri address)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("The answer is not an object.");
        }
        catch (JsonException e)
        {
            throw new OptaException(
                new Diagnostic("OPTA5569", Severity.Error, $"{RepositoryHttp.Shown(address)} does not answer as a registry does.")
                {
                    Cause = e.Message,
                    Category = DiagnosticCategory.InvalidData,
                    Remedy = "Check the registry's address.",
                },
                e);
        }
    }
}
