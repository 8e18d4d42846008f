using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Traffic;
using OptaPS.Sandbox.Tests.Aws;
using OptaPS.Testing;

namespace OptaPS.Sandbox.Tests.Hosting;

/// <summary>The web page: who may see it, and what a real browser shows.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private readonly ClusterHost _clusters = new();
    private TestSandbox _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await TestSandbox.StartAsync(clusters: () => _clusters);

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Code_OpensOneSession_ThatMayReadAndSetFaultsOnly()
    {
        var url = new Uri((string)(await _sandbox.ControlAsync(HttpMethod.Post, "page"))["url"]!);
        var code = url.Fragment["#code=".Length..];
        using var anonymous = await _sandbox.Http.GetAsync("/_sandbox/status");
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        using var page = await _sandbox.Http.GetAsync(url.AbsolutePath);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)_sandbox.Description["controlToken"]!, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var forged = await SendAsync(HttpMethod.Post, "session", new JsonObject { ["code"] = code }, null, pageHeader: false);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        var second = new Uri((string)(await _sandbox.ControlAsync(HttpMethod.Post, "page"))["url"]!).Fragment["#code=".Length..];
        using var opened = await SendAsync(HttpMethod.Post, "session", new JsonObject { ["code"] = second }, null);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        var cookie = opened.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("httponly", cookie);
        Assert.Matches("secure", cookie);
        Assert.Matches("samesite=strict", cookie);
        using var used = await SendAsync(HttpMethod.Post, "session", new JsonObject { ["code"] = second }, null);
        Assert.Equal(HttpStatusCode.Unauthorized, used.StatusCode);

        var session = cookie.Split(';')[0];
        var fault = new JsonObject { ["kind"] = "Throttle" };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "status", null, session));
        Assert.Equal(HttpStatusCode.Created, await StatusAsync(HttpMethod.Post, "faults", fault, session));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(HttpMethod.Post, "faults", fault, session, pageHeader: false));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(HttpMethod.Post, "faults", fault, session, origin: "https://evil.example"));
        foreach (var (method, path) in new[] { (HttpMethod.Get, "clusters"), (HttpMethod.Get, "export"), (HttpMethod.Post, "shutdown"), (HttpMethod.Post, "reset"), (HttpMethod.Post, "page") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, method == HttpMethod.Post ? new JsonObject() : null, session));
        }
    }

    [SkippableFact]
    public async Task Browser_ShowsRequestsResourcesAndFaults_AndSetsAFault()
    {
        var browser = RequiredProgram.Find("chromium");
        var driver = RequiredProgram.Find("chromedriver");
        var aws = new AwsTestClient(_sandbox);
        var gateway = await aws.CreateAsync("AWS::EC2::InternetGateway", []);
        var cluster = await _sandbox.ControlAsync(HttpMethod.Post, "clusters", new JsonObject { ["name"] = "local" });
        await ServeShopAsync(cluster);
        var url = (string)(await _sandbox.ControlAsync(HttpMethod.Post, "page"))["url"]!;
        await using var chrome = await Chrome.StartAsync(driver, browser, await KeyHashAsync());
        await chrome.OpenAsync(url);

        await chrome.UntilAsync("document.querySelector('#live').textContent === 'live' && document.querySelector('#cards').textContent.includes('Cloud resources') && document.querySelector('#workloads').textContent.includes('ledger')");
        Assert.DoesNotContain("code", await chrome.EvaluateAsync("location.href"), StringComparison.Ordinal);
        await chrome.ScreenshotAsync("overview");
        await chrome.EvaluateAsync("document.querySelector('#t-requests').click()");
        await chrome.UntilAsync("document.querySelector('#requests').textContent.includes('CreateResource')");
        await chrome.ScreenshotAsync("requests");
        await chrome.EvaluateAsync("document.querySelector('#t-resources').click()");
        await chrome.UntilAsync($"document.querySelector('#resources').textContent.includes('{gateway}')");
        await chrome.EvaluateAsync("document.querySelector('#resources tbody tr').click()");
        await chrome.UntilAsync("!document.querySelector('#drawer').hidden && document.querySelector('#dbody').textContent.includes('InternetGatewayId')");
        await chrome.ScreenshotAsync("resources");
        await chrome.EvaluateAsync("document.querySelector('#dclose').click()");

        await chrome.EvaluateAsync("document.querySelector('#t-faults').click()");
        await chrome.EvaluateAsync("document.querySelector('[name=operation]').value = 'ListResources'; document.querySelector('#newfault').requestSubmit()");
        await chrome.UntilAsync("document.querySelector('#faults').textContent.includes('ListResources')");
        Assert.Equal(HttpStatusCode.BadRequest, (await aws.CloudAsync("ListResources", new JsonObject { ["TypeName"] = "AWS::EC2::VPC" })).Status);
        await chrome.UntilAsync("document.querySelector('#faults').textContent.includes('1 / 1')");
        await chrome.ScreenshotAsync("faults");
        await chrome.EvaluateAsync("document.querySelector('#t-traffic').click()");
        await chrome.UntilAsync("document.querySelector('#edges').textContent.includes('shop/store') && document.querySelector('#refusals').textContent.includes('NetworkPolicy shop/closed')");
        await chrome.UntilAsync("document.querySelectorAll('#graph .edge').length === 4");
        await chrome.ScreenshotAsync("traffic");

        // What the world holds is shown as text, never as markup.
        await aws.CreateAsync("AWS::SQS::Queue", new JsonObject { ["QueueName"] = "q", ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "k", ["Value"] = "<img src=x onerror=document.title='broken'>" }) });
        await chrome.EvaluateAsync("document.querySelector('#t-resources').click()");
        await chrome.UntilAsync("document.querySelector('#resources').textContent.includes('AWS::SQS::Queue')");
        await chrome.EvaluateAsync("[...document.querySelectorAll('#resources tbody tr')].find(r => r.textContent.includes('Queue')).click()");
        await chrome.UntilAsync("document.querySelector('#dbody').textContent.includes('onerror')");
        Assert.Equal("OptaPS sandbox", await chrome.EvaluateAsync("document.title"));
    }

    // A shop of three services that call each other; the last one lets nobody in.
    private async Task ServeShopAsync(JsonNode cluster)
    {
        using var handler = TestSandbox.Trusting((string)cluster["caCertificate"]!);
        using var pem = X509Certificate2.CreateFromPem((string)cluster["adminCertificate"]!, (string)cluster["adminKey"]!);
        handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        using var api = new HttpClient(handler) { BaseAddress = new Uri((string)cluster["endpoint"]!) };
        await PostAsync("/api/v1/namespaces", """{"metadata":{"name":"shop"}}""");
        foreach (var (name, upstream) in new[] { ("web", "http://orders/place,http://store/items"), ("orders", "http://ledger/book"), ("store", ""), ("ledger", "") })
        {
            await PostAsync("/apis/apps/v1/namespaces/shop/deployments", $$$"""
                {"metadata":{"name":"{{{name}}}"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"{{{name}}}"}},"template":{"metadata":{"labels":{"app":"{{{name}}}"},
                 "annotations":{"sandbox.optaps.dev/upstream":"{{{upstream}}}","sandbox.optaps.dev/latency":"3"}},"spec":{"containers":[{"name":"c","image":"acme/{{{name}}}:1","ports":[{"containerPort":80}]}]} } } }
                """);
            await PostAsync("/api/v1/namespaces/shop/services", $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"selector":{"app":"{{{name}}}"},"ports":[{"port":80}]}}""");
        }

        await PostAsync("/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies", """{"metadata":{"name":"closed"},"spec":{"podSelector":{"matchLabels":{"app":"ledger"}},"policyTypes":["Ingress"]}}""");
        var running = _clusters.Running.Single();
        var deadline = DateTime.UtcNow.AddSeconds(30);
        foreach (var name in new[] { "web", "orders", "store", "ledger" })
        {
            while (!ServiceEndpoints.Ready(running, "shop", name).Any())
            {
                Assert.True(DateTime.UtcNow < deadline, $"service {name} got no endpoint");
                await Task.Delay(25);
            }
        }

        for (var i = 0; i < 20; i++)
        {
            await running.Caller.CallAsync(new PodRequest(null, "shop", "web", 80, "GET", "/"), CancellationToken.None);
        }

        async Task PostAsync(string path, string body)
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var response = await api.PostAsync(path, content);
            Assert.True(response.IsSuccessStatusCode, path + ": " + await response.Content.ReadAsStringAsync());
        }
    }

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, JsonNode? body, string session, bool pageHeader = true, string? origin = null)
    {
        using var response = await SendAsync(method, path, body, session, pageHeader, origin);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body, string? session, bool pageHeader = true, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, "/_sandbox/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        if (pageHeader)
        {
            request.Headers.Add("X-Sandbox-Page", "1");
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (session is not null)
        {
            request.Headers.Add("Cookie", session);
        }

        return await _sandbox.Http.SendAsync(request);
    }

    // The browser trusts exactly this server's key, and nothing else it could not verify.
    private async Task<string> KeyHashAsync()
    {
        using var tcp = new TcpClient();
        var address = _sandbox.Http.BaseAddress!;
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
        await using var tls = new System.Net.Security.SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(address.Host);
        using var certificate = new X509Certificate2(tls.RemoteCertificate!);
        return Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>A headless Chromium driven by the WebDriver protocol.</summary>
    private sealed class Chrome : IAsyncDisposable
    {
        private readonly Process _driver;
        private readonly HttpClient _http;
        private string _session = "";

        private Chrome(Process driver, HttpClient http)
        {
            _driver = driver;
            _http = http;
        }

        public static async Task<Chrome> StartAsync(string driver, string browser, string keyHash)
        {
            var start = new ProcessStartInfo(driver, ["--port=0"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            var process = Process.Start(start)!;
            var port = 0;
            while (port == 0 && await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.Contains("started successfully on port ", StringComparison.Ordinal))
                {
                    port = int.Parse(line.Split("on port ")[1].TrimEnd('.'));
                }
            }

            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            var chrome = new Chrome(process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) });
            try
            {
                var options = new JsonObject
                {
                    ["binary"] = browser,
                    ["args"] = new JsonArray("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=1360,900", "--ignore-certificate-errors-spki-list=" + keyHash)
                };
                var made = await chrome.SendAsync(HttpMethod.Post, "/session", new JsonObject { ["capabilities"] = new JsonObject { ["alwaysMatch"] = new JsonObject { ["goog:chromeOptions"] = options } } });
                chrome._session = "/session/" + (string)made["sessionId"]!;
                return chrome;
            }
            catch
            {
                await chrome.DisposeAsync();
                throw;
            }
        }

        public Task OpenAsync(string url) => SendAsync(HttpMethod.Post, _session + "/url", new JsonObject { ["url"] = url });

        public async Task<string> EvaluateAsync(string script)
        {
            var value = await SendAsync(HttpMethod.Post, _session + "/execute/sync", new JsonObject { ["script"] = script.Contains(';') || script.EndsWith("click()", StringComparison.Ordinal) ? script : "return " + script, ["args"] = new JsonArray() });
            return value?.ToString() ?? "";
        }

        public async Task UntilAsync(string condition)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await EvaluateAsync(condition) != "true")
            {
                Assert.False(limit.IsCancellationRequested, "the page did not come to: " + condition + "\n" + await EvaluateAsync("document.body.innerText"));
                await Task.Delay(50);
            }
        }

        /// <summary>Keeps a picture for people, in the folder that OPTA_SCREENSHOTS names.</summary>
        public async Task ScreenshotAsync(string name)
        {
            var picture = Convert.FromBase64String((await SendAsync(HttpMethod.Get, _session + "/screenshot", null)).ToString());
            Assert.True(picture.Length > 5000, "the picture is empty");
            if (Environment.GetEnvironmentVariable("OPTA_SCREENSHOTS") is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
                await File.WriteAllBytesAsync(Path.Combine(folder, $"sandbox-{name}.png"), picture);
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_session.Length > 0)
                {
                    await SendAsync(HttpMethod.Delete, _session, null);
                }
            }
            finally
            {
                _http.Dispose();
                _driver.Kill(entireProcessTree: true);
                await _driver.WaitForExitAsync();
                _driver.Dispose();
            }
        }

        private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body)
        {
            // The driver wants a length, so no content that is written as it is made.
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {text}");
            return JsonNode.Parse(text)!["value"]!;
        }
    }
}
