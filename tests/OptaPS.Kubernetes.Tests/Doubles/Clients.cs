using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Connections;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>Makes clients of test servers.</summary>
internal static class Clients
{
    /// <summary>No test waits for these times; they only end one that hangs. Tests of time limits set their own.</summary>
    public static readonly ClientEnvironment Quick = new() { RequestTimeout = TimeSpan.FromSeconds(60), ConnectTimeout = TimeSpan.FromSeconds(30) };

    public static IKubernetesClient Of(TestServer server, ClientEnvironment? environment = null) =>
        new KubernetesClient(new ConnectionSettings(server.Address, new FixedCredentials(new("secret-token"), null)), environment ?? Quick, TimeProvider.System);

    public static IKubernetesClient Trusting(Uri address, string? pem, string? serverName = null, ClientEnvironment? environment = null) =>
        new KubernetesClient(new ConnectionSettings(address, new FixedCredentials(null, null))
        {
            Trust = pem is null ? null : CertificateReader.ReadAuthorities(pem, "test"),
            TlsServerName = serverName,
        }, environment ?? Quick, TimeProvider.System);

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
            list.Add(item);
        return list;
    }
}
