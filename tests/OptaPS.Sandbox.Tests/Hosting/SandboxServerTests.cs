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
            while (output.ToString().Length == 0 && !run.IsCompleted)
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
            Assert.Equal(0, await run.WaitAsync(TimeSpan.FromSeconds(60)));
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
        Assert.Equal("OPTA8101", (string)JsonNode.Parse(output.ToString())!["code"]!);
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

    /// <summary>The files as they are at the moment of the answer are all that a killed process leaves.</summary>
    [Fact]
    public async Task Killed_RightAfterAnAnswer_NothingAcknowledgedIsLost()
    {
        var copy = Path.Combine(Path.GetTempPath(), "optaps-sandbox-" + Guid.NewGuid().ToString("N"));
        await using var sandbox = await TestSandbox.StartAsync(timeScale: 40);
        var aws = new AwsTestClient(sandbox);
        var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => aws.AcceptAsync("CreateResource", new JsonObject { ["TypeName"] = "AWS::EC2::InternetGateway", ["DesiredState"] = "{}" })));
        try
        {
            Directory.CreateDirectory(copy);
            foreach (var file in new[] { "world.json", "world.journal", "ca.pem", "ca-key.pem" })
            {
                await using var from = new FileStream(Path.Combine(sandbox.Folder, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                await using var to = File.Create(Path.Combine(copy, file));
                await from.CopyToAsync(to);
            }

            // What a write that was cut in the middle looks like.
            await File.AppendAllTextAsync(Path.Combine(copy, "world.journal"), "00000000 [[\"resources\",\"AWS");
            await using var again = await TestSandbox.StartAsync(timeScale: 40, copy);
            var client = new AwsTestClient(again);
            foreach (var progress in accepted)
            {
                Assert.Equal("SUCCESS", (string)(await client.EndAsync(progress))["OperationStatus"]!);
            }

            Assert.Equal(4, (await again.ControlAsync(HttpMethod.Get, "resources"))["resources"]!.AsArray().Count);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
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
