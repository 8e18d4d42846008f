using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Charts;

/// <summary>Chart repositories under <c>/charts/&lt;slug&gt;/</c> and an OCI registry with token login under <c>/v2/</c>.</summary>
internal sealed class ChartServer(ChartCatalog catalog, RequestJournal log, FaultRules faults)
{
    private const string RegistryToken = "sandbox-anonymous";
    private const string ConfigMediaType = "application/vnd.cncf.helm.config.v1+json";
    private const string ChartMediaType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private const string ManifestMediaType = "application/vnd.oci.image.manifest.v1+json";

    public static bool IsMeant(PathString path) =>
        path.StartsWithSegments("/charts", StringComparison.Ordinal) || path.StartsWithSegments("/v2", StringComparison.Ordinal) || path == "/registry-token";

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var target = new FaultTarget("charts", http.Request.Method, path, path, false);
        var rule = faults.Hit(target, FaultKind.Throttle, FaultKind.Error, FaultKind.Latency, FaultKind.Hang, FaultKind.Reset);
        if (rule?.Kind is FaultKind.Reset)
        {
            Record(http, 0, rule);
            http.Abort();
            return;
        }

        if (rule?.Kind is FaultKind.Latency or FaultKind.Hang)
        {
            await Task.Delay(rule.Kind == FaultKind.Hang ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(rule.DelayMilliseconds), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var answer = rule?.Kind switch
        {
            FaultKind.Throttle => Text(429, "too many requests"),
            FaultKind.Error => Text(rule.Status, rule.Message),
            _ => Answer(http, path)
        };
        Record(http, answer.Status, rule);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
        }
    }

    private ChartAnswer Answer(HttpContext http, string path)
    {
        if (path == "/registry-token")
        {
            return new ChartAnswer(200, "application/json", Encoding.UTF8.GetBytes(new JsonObject { ["token"] = RegistryToken, ["access_token"] = RegistryToken, ["expires_in"] = 300 }.ToJsonString()));
        }

        return path.StartsWith("/v2", StringComparison.Ordinal) ? Registry(http, path) : Repository(path["/charts/".Length..]);
    }

    private ChartAnswer Repository(string path)
    {
        if (path.Split('/') is not [var slug, var file])
        {
            return Text(404, "no such file");
        }

        var charts = catalog.Charts.Where(c => c.Repositories.Any(r => !r.StartsWith("oci:", StringComparison.Ordinal) && ChartCatalog.Slug(r) == slug)).ToList();
        if (file == "index.yaml" && charts.Count > 0)
        {
            return new ChartAnswer(200, "application/yaml", Encoding.UTF8.GetBytes(RepositoryIndex.Write(charts)));
        }

        return charts.FirstOrDefault(c => c.FileName == file) is { } chart ? new ChartAnswer(200, "application/gzip", catalog.Archive(chart)) : Text(404, "no such file");
    }

    private ChartAnswer Registry(HttpContext http, string path)
    {
        if (http.Request.Headers.Authorization != "Bearer " + RegistryToken)
        {
            var host = http.Request.Host.Value;
            return OciError(401, "UNAUTHORIZED", "authentication required") with
            {
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["WWW-Authenticate"] = $"Bearer realm=\"https://{host}/registry-token\",service=\"{host}\",scope=\"repository:{Name(path)}:pull\"" }
            };
        }

        if (path is "/v2" or "/v2/")
        {
            return new ChartAnswer(200, "application/json", "{}"u8.ToArray());
        }

        var name = Name(path);
        var chart = catalog.Charts.FirstOrDefault(c => c.Repositories.Any(r => r == "oci://" + name[..Math.Max(0, name.LastIndexOf('/'))]) && c.Name == name[(name.LastIndexOf('/') + 1)..]);
        if (chart is null)
        {
            return OciError(404, "NAME_UNKNOWN", "repository name not known to registry");
        }

        var rest = path[("/v2/" + name + "/").Length..].Split('/');
        var config = Encoding.UTF8.GetBytes(new JsonObject { ["name"] = chart.Name, ["version"] = chart.Version, ["description"] = chart.Description, ["apiVersion"] = "v2", ["appVersion"] = chart.AppVersion, ["type"] = "application" }.ToJsonString());
        var manifest = Manifest(chart, config);
        return rest switch
        {
            ["tags", "list"] => new ChartAnswer(200, "application/json", Encoding.UTF8.GetBytes(new JsonObject { ["name"] = name, ["tags"] = new JsonArray(chart.Version.Replace('+', '_')) }.ToJsonString())),
            ["manifests", var reference] when reference == chart.Version.Replace('+', '_') || reference == ChartCatalog.DigestOf(manifest) => new ChartAnswer(200, ManifestMediaType, manifest) { Headers = Digest(ChartCatalog.DigestOf(manifest)) },
            ["manifests", _] => OciError(404, "MANIFEST_UNKNOWN", "manifest unknown"),
            ["blobs", var digest] when digest == chart.Digest => new ChartAnswer(200, "application/octet-stream", catalog.Archive(chart)) { Headers = Digest(digest) },
            ["blobs", var digest] when digest == ChartCatalog.DigestOf(config) => new ChartAnswer(200, "application/octet-stream", config) { Headers = Digest(digest) },
            _ => OciError(404, "BLOB_UNKNOWN", "blob unknown to registry")
        };
    }

    private static byte[] Manifest(ServedChart chart, byte[] config) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = ManifestMediaType,
        ["config"] = new JsonObject { ["mediaType"] = ConfigMediaType, ["digest"] = ChartCatalog.DigestOf(config), ["size"] = config.Length },
        ["layers"] = new JsonArray(new JsonObject { ["mediaType"] = ChartMediaType, ["digest"] = chart.Digest, ["size"] = chart.Archive.Length }),
        ["annotations"] = new JsonObject { ["org.opencontainers.image.title"] = chart.Name, ["org.opencontainers.image.version"] = chart.Version }
    });

    private static string Name(string path)
    {
        var inner = path.Length > 4 ? path[4..] : "";
        foreach (var part in new[] { "/manifests/", "/blobs/", "/tags/" })
        {
            var at = inner.LastIndexOf(part, StringComparison.Ordinal);
            if (at > 0)
            {
                return inner[..at];
            }
        }

        return inner;
    }

    private static Dictionary<string, string> Digest(string digest) => new(StringComparer.Ordinal) { ["Docker-Content-Digest"] = digest };

    private static ChartAnswer Text(int status, string text) => new(status, "text/plain", Encoding.UTF8.GetBytes(text + "\n"));

    private static ChartAnswer OciError(int status, string code, string message) => new(
        status, "application/json", Encoding.UTF8.GetBytes(new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) }.ToJsonString()));

    private void Record(HttpContext http, int status, FaultRule? rule) => log.Add(new LogEntry
    {
        Time = TimeProvider.System.GetUtcNow(),
        Service = "charts",
        Operation = http.Request.Method,
        Identifier = http.Request.Path.Value ?? "",
        Who = "anonymous",
        UserAgent = http.Request.Headers.UserAgent.ToString(),
        Status = status,
        RequestId = http.TraceIdentifier,
        Fault = rule?.Kind.ToString() ?? ""
    });
}
