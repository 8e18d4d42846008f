using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Aws;

namespace OptaPS.Sandbox.Tests.Hosting;

/// <summary>A sandbox in a process of its own, which a test may kill.</summary>
internal sealed class ServedSandbox : IDisposable
{
    private readonly Process process;
    private readonly JsonNode description;
    private readonly HttpClient http;
    private HttpClient? cluster;

    private ServedSandbox(Process process, JsonNode description)
    {
        (this.process, this.description) = (process, description);
        http = new HttpClient(TestSandbox.Trusting((string)description["caCertificates"]!)) { BaseAddress = new Uri((string)description["services"]!["aws:sts"]!), Timeout = TimeSpan.FromSeconds(30) };
        Aws = new AwsTestClient(http, (string)description["aws"]!["accessKeyId"]!, (string)description["aws"]!["secretAccessKey"]!);
    }

    public AwsTestClient Aws { get; }

    public bool Killed { get; private set; }

    public static async Task<ServedSandbox> StartAsync(string folder)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", ["exec", typeof(ServedSandbox).Assembly.Location, folder]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["DOTNET_TieredPGO"] = "0";
        var served = Process.Start(start)!;
        var line = await served.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(line is not null && (string)JsonNode.Parse(line)!["event"]! == "ready", line);
        return new ServedSandbox(served, JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "sandbox.json")))!);
    }

    public async Task<(int Status, JsonNode? Body)> ControlAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, (string)description["controlUrl"]! + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)description["controlToken"]!);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>The administrator's client of the only cluster.</summary>
    public async Task<HttpClient> ClusterAsync()
    {
        if (cluster is not null)
            return cluster;
        var found = (await ControlAsync(HttpMethod.Get, "clusters")).Body!["clusters"]![0]!;
        var handler = TestSandbox.Trusting((string)found["caCertificate"]!);
        using var pem = X509Certificate2.CreateFromPem((string)found["adminCertificate"]!, (string)found["adminKey"]!);
        handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        return cluster = new HttpClient(handler) { BaseAddress = new Uri((string)found["endpoint"]!), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>SIGKILL: nothing is flushed, closed or said.</summary>
    public void Kill()
    {
        Killed = true;
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
        cluster?.Dispose();
        http.Dispose();
    }
}
