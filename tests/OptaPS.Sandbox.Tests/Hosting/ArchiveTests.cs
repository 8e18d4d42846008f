using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Tests.Aws;

namespace OptaPS.Sandbox.Tests.Hosting;

/// <summary>A copy of a running world is a world.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public async Task Export_OfARunningWorld_IsTheSameWorldElsewhere()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var aws = new AwsTestClient(sandbox);
        var gateway = await aws.CreateAsync("AWS::EC2::InternetGateway", []);
        await aws.CreateAsync("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "kept" });
        await aws.SendAsync("s3", HttpMethod.Put, "/kept/a", Encoding.UTF8.GetBytes("content"));
        await sandbox.ControlAsync(HttpMethod.Post, "faults", JsonNode.Parse("""{"id":"kept","kind":"Throttle","service":"nothing"}"""));
        await sandbox.ControlAsync(HttpMethod.Post, "clusters", new JsonObject { ["name"] = "local" });

        using var request = new HttpRequestMessage(HttpMethod.Get, (string)sandbox.Description["controlUrl"]! + "export");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)sandbox.Description["controlToken"]!);
        using var response = await sandbox.Http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        var folder = Path.Combine(Path.GetTempPath(), "optaps-sandbox-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using (var stream = await response.Content.ReadAsStreamAsync())
            {
                await ZipFile.ExtractToDirectoryAsync(stream, folder);
            }

            await using var again = await TestSandbox.StartAsync(folder: folder);
            var client = new AwsTestClient(again);
            await client.ReadAsync("AWS::EC2::InternetGateway", gateway);
            Assert.Equal("content", (await client.SendAsync("s3", HttpMethod.Get, "/kept/a", [])).Body);
            Assert.Equal((string)sandbox.Description["world"]!, (string)again.Description["world"]!);
            Assert.Equal("kept", (string)(await again.ControlAsync(HttpMethod.Get, "faults"))["faults"]![0]!["id"]!);
            var workloads = (await again.ControlAsync(HttpMethod.Get, "workloads"))["clusters"]!.AsArray();
            Assert.Equal(("local", 1), ((string)Assert.Single(workloads)!["name"]!, (int)workloads[0]!["nodes"]!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
