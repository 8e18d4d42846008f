using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OptaPS.Clouds.Tests.State;

/// <summary>
/// The parts of Cloud Storage's JSON API and of Blob Storage's REST API that the stores use, as their reference pages describe them, over one
/// dictionary. Both live on one small server of the test.
/// </summary>
internal sealed class StorageServer : IAsyncDisposable
{
    internal const string Token = "token-of-the-test";
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, (byte[] Content, long Version)> objects = new(StringComparer.Ordinal);
    private long versions = 1_700_000_000_000_000;

    private StorageServer(WebApplication app) => this.app = app;

    internal Uri Address { get; private set; } = new("http://localhost/");

    /// <summary>How many requests from now on are answered with 503 after they had their effect.</summary>
    internal int LoseAnswers { get; set; }

    internal int PageSize { get; set; } = 1000;

    internal List<string> Problems { get; } = [];

    internal static async Task<StorageServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        var server = new StorageServer(host);
        host.Run(server.HandleAsync);
        await host.StartAsync();
        server.Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            http.Response.StatusCode = 401;
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var target = http.Request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        var answer = target.Contains("/storage/v1/b/", StringComparison.Ordinal) ? Google(http.Request, target, body.ToArray()) : Azure(http.Request, target, body.ToArray());
        if (http.Request.Method != "GET" && LoseAnswers > 0)
        {
            LoseAnswers--;
            answer = new Answer(503);
        }

        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        if (answer.Body.Length > 0)
            await http.Response.Body.WriteAsync(answer.Body);
    }

    private Answer Google(HttpRequest request, string target, byte[] body)
    {
        lock (gate)
        {
            if (target == "/upload/storage/v1/b/states/o" && request.Method == "POST")
            {
                if (request.Query["uploadType"] != "media")
                    Problems.Add("uploadType");
                var name = request.Query["name"].ToString();
                var current = objects.TryGetValue(name, out var present) ? present.Version : 0;
                if (request.Query["ifGenerationMatch"] != current.ToString())
                    return new Answer(412, "{\"error\":{\"code\":412,\"message\":\"conditionNotMet\"}}");
                objects[name] = (body, ++versions);
                return new Answer(200, $"{{\"kind\":\"storage#object\",\"name\":{System.Text.Json.JsonSerializer.Serialize(name)},\"generation\":\"{versions}\"}}");
            }

            if (target == "/storage/v1/b/states/o" && request.Method == "GET")
            {
                var keys = objects.Keys.Where(key => key.StartsWith(request.Query["prefix"].ToString(), StringComparison.Ordinal) && string.CompareOrdinal(key, request.Query["pageToken"]) > 0).ToList();
                var items = string.Join(",", keys.Take(PageSize).Select(key => $"{{\"name\":{System.Text.Json.JsonSerializer.Serialize(key)}}}"));
                var next = keys.Count > PageSize ? $",\"nextPageToken\":{System.Text.Json.JsonSerializer.Serialize(keys[PageSize - 1])}" : "";
                return new Answer(200, keys.Count == 0 ? "{}" : $"{{\"items\":[{items}]{next}}}");
            }

            const string Prefix = "/storage/v1/b/states/o/";
            if (!target.StartsWith(Prefix, StringComparison.Ordinal))
                return new Answer(404, "{\"error\":{\"code\":404,\"message\":\"no such bucket\"}}");
            var key = Uri.UnescapeDataString(target[Prefix.Length..]);
            if (target[Prefix.Length..].Contains('/'))
                Problems.Add("a slash in an object's name is not encoded");
            if (!objects.TryGetValue(key, out var found))
                return new Answer(404, "{\"error\":{\"code\":404}}");
            if (request.Method == "DELETE")
            {
                objects.Remove(key);
                return new Answer(204);
            }

            return new Answer(200, found.Content) { Headers = { ["x-goog-generation"] = found.Version.ToString() } };
        }
    }

    private Answer Azure(HttpRequest request, string target, byte[] body)
    {
        if (request.Headers["x-ms-version"].ToString().Length == 0)
            Problems.Add("x-ms-version");
        lock (gate)
        {
            if (request.Query["comp"] == "list")
            {
                var keys = objects.Keys.Where(key => key.StartsWith(request.Query["prefix"].ToString(), StringComparison.Ordinal) && string.CompareOrdinal(key, request.Query["marker"]) > 0).ToList();
                var page = new XElement(
                    "EnumerationResults",
                    new XElement("Blobs", keys.Take(PageSize).Select(key => new XElement("Blob", new XElement("Name", key)))),
                    new XElement("NextMarker", keys.Count > PageSize ? keys[PageSize - 1] : ""));
                return new Answer(200, "\uFEFF" + new XDocument(new XDeclaration("1.0", "utf-8", null), page).ToString());
            }

            const string Prefix = "/states/";
            if (!target.StartsWith(Prefix, StringComparison.Ordinal))
                return new Answer(404, "<Error><Code>ContainerNotFound</Code></Error>");
            var key = Uri.UnescapeDataString(target[Prefix.Length..]);
            var present = objects.TryGetValue(key, out var found);
            switch (request.Method)
            {
                case "PUT":
                    if (request.Headers["x-ms-blob-type"] != "BlockBlob")
                        return new Answer(400);
                    if (request.Headers.IfNoneMatch == "*" && present)
                        return new Answer(409, "<Error><Code>BlobAlreadyExists</Code></Error>");
                    if (request.Headers.IfMatch.ToString() is { Length: > 0 } match && (!present || match != Tag(found.Version)))
                        return new Answer(412, "<Error><Code>ConditionNotMet</Code></Error>");
                    if (request.Headers.IfNoneMatch.Count + request.Headers.IfMatch.Count != 1)
                        Problems.Add("one condition for each write");
                    objects[key] = (body, ++versions);
                    return new Answer(201) { Headers = { ["ETag"] = Tag(versions) } };
                case "DELETE":
                    objects.Remove(key);
                    return new Answer(present ? 202 : 404);
                default:
                    return present ? new Answer(200, found.Content) { Headers = { ["ETag"] = Tag(found.Version) } } : new Answer(404);
            }
        }
    }

    private static string Tag(long version) => $"\"0x{version:X}\"";

    private sealed record Answer(int Status, byte[] Body)
    {
        public Answer(int status, string body = "")
            : this(status, System.Text.Encoding.UTF8.GetBytes(body))
        {
        }

        public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);
    }
}
