using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Dns;
using OptaPS.Sandbox.Faults;
using OptaPS.Sandbox.Hosting;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Control;

/// <summary>The sandbox's own API under <c>/_sandbox/</c>: every request carries the control token as a bearer token.</summary>
internal sealed class ControlApi(SandboxHost host)
{
    public const string Prefix = "/_sandbox";
    private readonly PageSessions _sessions = new(TimeProvider.System);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value![Prefix.Length..].Trim('/').Split('/');
        if (await AnswerOpenAsync(http, path))
        {
            return;
        }

        if (!IsAllowed(http.Request.Headers.Authorization.ToString()) && !_sessions.Allows(http, path))
        {
            await AnswerAsync(http, 401, Error("OPTA8103", "The control token is missing or wrong; it is in sandbox.json."));
            return;
        }

        try
        {
            if (path is ["export"] && HttpMethods.IsGet(http.Request.Method))
            {
                await ExportAsync(http);
                return;
            }

            var (status, body) = await DispatchAsync(http, path);
            await AnswerAsync(http, status, body);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            await AnswerAsync(http, 400, Error("OPTA8104", e.Message));
        }
    }

    // The page itself has no data in it, and a session is opened by a code.
    private async Task<bool> AnswerOpenAsync(HttpContext http, string[] path)
    {
        switch (http.Request.Method, path)
        {
            case ("GET", ["ui"]):
                await ControlPage.WriteAsync(http);
                return true;
            case ("POST", ["session"]):
                var opened = _sessions.Open(http, await CodeAsync(http));
                await AnswerAsync(http, opened ? 200 : 401, opened ? new JsonObject() : Error("OPTA8103", "The code is wrong, was used, or is older than a minute; make a new one with 'opta sandbox page'."));
                return true;
            default:
                return false;
        }
    }

    private static async Task<string?> CodeAsync(HttpContext http)
    {
        try
        {
            return (string?)(await BodyAsync(http))["code"];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<(int Status, JsonNode? Body)> DispatchAsync(HttpContext http, string[] path)
    {
        var ct = http.RequestAborted;
        switch (http.Request.Method, path[0], path.Length)
        {
            case ("GET", "status", 1):
                return (200, host.Status(http.Request.Query["collect"] == "true"));
            case ("GET", "requests", 1):
                return (200, Requests(http.Request.Query));
            case ("GET", "resources", 1):
                return (200, host.Cloud.DescribeResources());
            case ("POST", "shutdown", 1):
                host.RequestShutdown();
                return (202, new JsonObject { ["stopping"] = true });
            case ("POST", "reset", 1):
                await host.ResetAsync(ct);
                return (200, new JsonObject { ["reset"] = true });
            case ("POST", "time-scale", 1):
                var scale = (double?)(await BodyAsync(http))["scale"] ?? throw new ArgumentException("The body needs a number 'scale'.", nameof(http));
                await host.Cloud.RescaleAsync(scale);
                return (200, new JsonObject { ["scale"] = scale });
            case ("POST", "quotas", 1):
                var quota = await BodyAsync(http);
                await host.Cloud.Quotas.ChangeAsync((string?)quota["code"] ?? throw new ArgumentException("The body needs a text 'code'.", nameof(http)), (int?)quota["value"] ?? throw new ArgumentException("The body needs a number 'value'.", nameof(http)));
                return (200, quota);
            case ("GET", "delegations", 1):
                return (200, new JsonObject
                {
                    ["delegations"] = new JsonArray([.. host.Delegations.All.Select(d => (JsonNode)new JsonObject { ["domain"] = d.Key, ["nameServers"] = new JsonArray([.. d.Value.Select(server => (JsonNode)server)]) })])
                });
            case ("POST", "delegations", 1):
                var delegation = await BodyAsync(http);
                return (200, await DelegateAsync((string?)delegation["domain"] ?? "", delegation["nameServers"] as JsonArray));
            case ("DELETE", "delegations", 2):
                return await host.Delegations.RemoveAsync(path[1]) ? (200, new JsonObject()) : (404, Error("OPTA8105", $"No parent zone delegates '{path[1]}'."));
            case ("GET", "faults", 1):
                return (200, new JsonObject { ["faults"] = JsonSerializer.SerializeToNode(host.Faults.All, Json) });
            case ("POST", "faults", 1):
                var rule = JsonSerializer.Deserialize<FaultRule>((await BodyAsync(http)).ToJsonString(), Json)!;
                return (201, JsonSerializer.SerializeToNode(await host.Faults.AddAsync(rule), Json));
            case ("DELETE", "faults", 1):
                await host.Faults.ClearAsync();
                return (200, new JsonObject());
            case ("DELETE", "faults", 2):
                return await host.Faults.RemoveAsync(path[1]) ? (200, new JsonObject()) : (404, Error("OPTA8105", $"There is no fault rule '{path[1]}'."));
            case ("GET", "workloads", 1):
                return (200, host.Workloads());
            case ("POST", "page", 1):
                return (201, new JsonObject { ["url"] = $"{host.Address.ToString().TrimEnd('/')}{Prefix}/ui#code={_sessions.Issue()}" });
            case ("GET", "traffic", 1):
                return (200, host.Traffic());
            case ("GET", "clusters", 1):
                return (200, host.Clusters.Describe());
            case ("POST", "clusters", 1):
                return (201, await host.Clusters.CreateLocalAsync(await BodyAsync(http), ct));
            case ("DELETE", "clusters", 2):
                return await host.Clusters.DeleteLocalAsync(path[1], ct) ? (200, new JsonObject()) : (404, Error("OPTA8105", $"There is no local cluster '{path[1]}'."));
            case ("GET", "charts", 1):
                return (200, host.Charts.Describe());
            case ("POST", "charts", 2) when path[1] == "tamper":
                var chart = (string?)(await BodyAsync(http))["chart"] ?? throw new ArgumentException("The body needs a text 'chart'.", nameof(http));
                return host.Charts.Tamper(chart) ? (200, new JsonObject { ["tampered"] = chart }) : (404, Error("OPTA8105", $"There is no chart '{chart}'."));
            case ("DELETE", "charts", 2) when path[1] == "tamper":
                host.Charts.Restore();
                return (200, new JsonObject());
            default:
                return (404, Error("OPTA8105", $"The control API has no {http.Request.Method} {http.Request.Path}."));
        }
    }

    // Without name servers the domain goes to its hosted zone, as a user who copies the output name_servers would have it.
    private async Task<JsonObject> DelegateAsync(string domain, JsonArray? nameServers)
    {
        IReadOnlyList<string> servers = nameServers is null ? host.Cloud.NameServersOf(domain) : [.. nameServers.Select(server => server!.ToString())];
        if (servers.Count == 0)
        {
            throw new ArgumentException($"There is no public hosted zone '{domain}'; give the name servers.", nameof(domain));
        }

        await host.Delegations.SetAsync(domain, servers);
        return new JsonObject { ["domain"] = Delegations.Plain(domain), ["nameServers"] = new JsonArray([.. host.Delegations.Find(domain).Select(server => (JsonNode)server)]) };
    }

    private async Task ExportAsync(HttpContext http)
    {
        await using var file = new FileStream(Path.Combine(host.Folder, $"export-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await Task.Run(() => host.Export(file), http.RequestAborted);
        file.Seek(0, SeekOrigin.Begin);
        http.Response.ContentType = "application/zip";
        http.Response.ContentLength = file.Length;
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private JsonObject Requests(IQueryCollection query)
    {
        var filter = new RequestFilter
        {
            Since = long.TryParse(query["since"], out var since) ? since : 0,
            Mutating = bool.TryParse(query["mutating"], out var mutating) ? mutating : null,
            Effect = bool.TryParse(query["effect"], out var effect) ? effect : null,
            Service = query["service"].FirstOrDefault(),
            Operation = query["operation"].FirstOrDefault(),
            Limit = int.TryParse(query["limit"], out var limit) ? limit : int.MaxValue,
            Tail = int.TryParse(query["tail"], out var tail) ? tail : int.MaxValue
        };
        return new JsonObject { ["last"] = host.Log.Last, ["requests"] = JsonSerializer.SerializeToNode(host.Log.Query(filter), Json) };
    }

    private bool IsAllowed(string authorization) => authorization.StartsWith("Bearer ", StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[7..]), Encoding.UTF8.GetBytes(host.Identity.ControlToken));

    private static async Task<JsonObject> BodyAsync(HttpContext http) =>
        await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject ?? throw new JsonException("The body must be a JSON object.");

    private static JsonObject Error(string code, string message) => new() { ["code"] = code, ["message"] = message };

    private static async Task AnswerAsync(HttpContext http, int status, JsonNode? body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body?.ToJsonString() ?? "{}", http.RequestAborted);
    }
}
