using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Aws;

namespace OptaPS.Sandbox.Tests.Hosting;

public sealed class SandboxServerTests
{
    [Fact]
    public async Task Run_ShutdownByControl_EndsWithZeroAfterOneReadyLine()
    {
        var folder = Path.Combine(Path.GetTempPath(), "optaps-sandbox-" + Guid.NewGuid().ToString("N"));
        try
        {
            var output = new StringWriter();
            var run = SandboxServer.RunAsync(new SandboxServerOptions(folder), output, CancellationToken.None);
            while (output.ToString().Length == 0)
            {
                await Task.Delay(10);
            }

            var ready = JsonNode.Parse(output.ToString())!;
            Assert.Equal("ready", (string)ready["event"]!);
            Assert.Null(ready["controlToken"]);
            Assert.DoesNotContain("secretAccessKey", output.ToString(), StringComparison.Ordinal);
            var description = JsonNode.Parse(await File.ReadAllTextAsync((string)ready["file"]!))!;
            using var http = new HttpClient(TestSandbox.Trusting((string)description["caCertificates"]!));
            using var refused = await http.PostAsync((string)description["controlUrl"]! + "shutdown", null);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            http.DefaultRequestHeaders.Add("Authorization", "Bearer " + (string)description["controlToken"]!);
            using var accepted = await http.PostAsync((string)description["controlUrl"]! + "shutdown", null);
            Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
            Assert.Equal(0, await run.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Run_FolderInUse_EndsWithOneAndTheReason()
    {
        await using var first = await TestSandbox.StartAsync();
        var output = new StringWriter();
        Assert.Equal(1, await SandboxServer.RunAsync(new SandboxServerOptions(first.Folder), output, CancellationToken.None));
        Assert.Equal("OPTA8001", (string)JsonNode.Parse(output.ToString())!["code"]!);
    }

    [Fact]
    public async Task Restart_SameFolder_KeepsWorldKeysPortsAndRequestLog()
    {
        var folder = Path.Combine(Path.GetTempPath(), "optaps-sandbox-" + Guid.NewGuid().ToString("N"));
        try
        {
            JsonObject before;
            await using (var first = await TestSandbox.StartAsync(folder: folder))
            {
                before = first.Description;
                await new AwsTestClient(first).CreateAsync("AWS::EC2::InternetGateway", []);
            }

            await using var second = await TestSandbox.StartAsync(folder: folder);
            foreach (var name in new[] { "world", "controlToken", "caCertificates", "controlUrl", "entryAddresses" })
            {
                Assert.Equal(before[name]!.ToJsonString(), second.Description[name]!.ToJsonString());
            }

            Assert.Single((await second.ControlAsync(HttpMethod.Get, "resources"))["resources"]!.AsArray());
            Assert.Single((await second.ControlAsync(HttpMethod.Get, "requests?mutating=true"))["requests"]!.AsArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Reset_EmptiesTheWorld()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        await new AwsTestClient(sandbox).CreateAsync("AWS::EC2::InternetGateway", []);
        await sandbox.ControlAsync(HttpMethod.Post, "reset");
        Assert.Empty((await sandbox.ControlAsync(HttpMethod.Get, "resources"))["resources"]!.AsArray());
    }
}
