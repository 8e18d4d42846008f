using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Hosting;

/// <summary>The description of a running sandbox that a client builds its target from.</summary>
internal static class SandboxDescription
{
    public static JsonObject Write(SandboxHost host, SandboxServerOptions options, CertificateAuthority authority, SandboxClock clock, DateTimeOffset started, int entryHttp, int entryHttps, int dns)
    {
        var address = host.Address.ToString().TrimEnd('/');
        using var self = Process.GetCurrentProcess();
        return new JsonObject
        {
            ["format"] = 1,
            ["name"] = options.Name,
            ["world"] = host.Identity.World,
            ["pid"] = Environment.ProcessId,
            ["processStartTime"] = new DateTimeOffset(self.StartTime).ToUniversalTime(),
            ["processStartUptime"] = (self.StartTime.ToUniversalTime() - DateTime.UtcNow).TotalSeconds + (Environment.TickCount64 / 1000.0),
            ["startedAt"] = started,
            ["timeScale"] = clock.Scale,
            ["controlUrl"] = address + "/_sandbox/",
            ["controlToken"] = host.Identity.ControlToken,
            ["caFile"] = authority.CertificateFile,
            ["caCertificates"] = authority.CertificatePem,
            ["services"] = new JsonObject(host.Cloud.Services.Order(StringComparer.Ordinal).Select(s => KeyValuePair.Create("aws:" + s, (JsonNode?)address)).Append(KeyValuePair.Create("dns", (JsonNode?)$"dns://127.0.0.1:{dns}"))),
            ["aws"] = new JsonObject
            {
                ["accountId"] = host.Identity.AccountId,
                ["region"] = options.AwsRegion,
                ["accessKeyId"] = host.Identity.AccessKeyId,
                ["secretAccessKey"] = host.Identity.SecretAccessKey
            },
            ["chartRepositories"] = host.Charts.Map(host.Address),
            ["chartLockFile"] = host.ChartLockFile,
            ["entryAddresses"] = new JsonObject { ["80"] = $"127.0.0.1:{entryHttp}", ["443"] = $"127.0.0.1:{entryHttps}" }
        };
    }
}
