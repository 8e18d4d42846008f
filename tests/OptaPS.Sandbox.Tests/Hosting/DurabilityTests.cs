using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Tests.Aws;
using Xunit.Abstractions;

namespace OptaPS.Sandbox.Tests.Hosting;

/// <summary>kill -9 at random instants while everything is written: nothing acknowledged is lost. OPTA_KILLS sets how often (2).</summary>
public sealed class DurabilityTests(ITestOutputHelper output)
{
    private static readonly WrittenKind[] Kinds =
    [
        new("configmap", WriteMapAsync, ReadMapAsync, ["one", "two", "three", null]),
        new("object", WriteObjectAsync, ReadObjectAsync, ["one", "two", "three", null]),
        new("upload", WriteUploadAsync, ReadUploadAsync, ["one", "two", null]),
        new("secret", WriteSecretAsync, ReadSecretAsync, ["one", "two", "three", null]),
        new("alias", WriteAliasAsync, ReadAliasAsync, ["first", "second", null]),
        new("loggroup", WriteGroupAsync, ReadGroupAsync, ["1", "3", "5", null]),
        new("fault", WriteFaultAsync, ReadFaultAsync, ["NothingOne", "NothingTwo", null]),
    ];

    [Fact]
    public async Task KilledAtRandomInstants_KeepsEverythingThatWasAcknowledged()
    {
        var folder = Directory.CreateTempSubdirectory("optaps-kill-").FullName;
        var kills = int.TryParse(Environment.GetEnvironmentVariable("OPTA_KILLS"), out var asked) ? asked : 2;
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        try
        {
            for (var round = 0; round <= kills; round++)
            {
                using var sandbox = await ServedSandbox.StartAsync(folder);
                if (round == 0)
                    await PrepareAsync(sandbox);
                foreach (var kind in Kinds)
                    await kind.CheckAsync(sandbox);
                if (round == kills)
                    break;

                // At a random instant, but on a slow machine, too, not before every kind is being written.
                var begun = Kinds.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
                var writing = Task.WhenAll(Kinds.Select((kind, i) => Task.Run(() => kind.WriteAsync(sandbox, seed + (round * 100) + i, begun[i]))));
                await Task.WhenAll([Task.WhenAny(writing, Task.Delay(random.Next(150, 700))), .. begun.Select(one => one.Task)]);
                sandbox.Kill();
                await writing;
            }

            output.WriteLine(string.Join(", ", Kinds.Select(kind => $"{kind.Name} {kind.Acknowledged}")));
            Assert.All(Kinds, kind => Assert.True(kind.Acknowledged > 0, kind.Name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PrepareAsync(ServedSandbox sandbox)
    {
        Assert.InRange((await sandbox.ControlAsync(HttpMethod.Post, "clusters", new JsonObject { ["name"] = "local", ["nodes"] = 1 })).Status, 200, 299);
        await sandbox.Aws.CreateAsync("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "kept" });
        foreach (var name in new[] { "first", "second" })
            await KmsAsync(sandbox, "CreateAlias", new JsonObject { ["AliasName"] = "alias/key-" + name, ["TargetKeyId"] = await sandbox.Aws.CreateAsync("AWS::KMS::Key", []) });
    }

    private static async Task WriteMapAsync(ServedSandbox sandbox, string key, string? known, string? value)
    {
        var path = $"/api/v1/namespaces/default/configmaps/{key}";
        using var request = value is null ? new HttpRequestMessage(HttpMethod.Delete, path) : new HttpRequestMessage(HttpMethod.Patch, path + "?fieldManager=test&force=true")
        {
            Content = new StringContent($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{key}}"},"data":{"v":"{{value}}"} }""", Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml"))
        };
        using var response = await (await sandbox.ClusterAsync()).SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<string?> ReadMapAsync(ServedSandbox sandbox, string key)
    {
        using var response = await (await sandbox.ClusterAsync()).GetAsync(new Uri($"/api/v1/namespaces/default/configmaps/{key}", UriKind.Relative));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return response.StatusCode == HttpStatusCode.NotFound ? null : (string)body["data"]!["v"]!;
    }

    private static async Task WriteObjectAsync(ServedSandbox sandbox, string key, string? known, string? value)
    {
        var (status, body) = await sandbox.Aws.SendAsync("s3", value is null ? HttpMethod.Delete : HttpMethod.Put, "/kept/" + key, Encoding.UTF8.GetBytes(value ?? ""));
        Assert.True((int)status < 300, body);
    }

    private static async Task<string?> ReadObjectAsync(ServedSandbox sandbox, string key)
    {
        var (status, body) = await sandbox.Aws.SendAsync("s3", HttpMethod.Get, "/kept/" + key, []);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{key}: {status} {body}");
        return status == HttpStatusCode.OK ? body : null;
    }

    /// <summary>One open upload for a key; its part is replaced, or the upload aborted.</summary>
    private static async Task WriteUploadAsync(ServedSandbox sandbox, string key, string? known, string? value)
    {
        var id = await UploadIdAsync(sandbox, key);
        if (value is null)
        {
            if (id is not null)
                Assert.Equal(HttpStatusCode.NoContent, (await sandbox.Aws.SendAsync("s3", HttpMethod.Delete, $"/kept/{key}?uploadId={id}", [])).Status);
            return;
        }

        if (id is null)
        {
            var (status, body) = await sandbox.Aws.SendAsync("s3", HttpMethod.Post, $"/kept/{key}?uploads=", []);
            Assert.True(status == HttpStatusCode.OK, body);
            id = Regex.Match(body, "<UploadId>(.*?)</UploadId>").Groups[1].Value;
        }

        Assert.Equal(HttpStatusCode.OK, (await sandbox.Aws.SendAsync("s3", HttpMethod.Put, $"/kept/{key}?partNumber=1&uploadId={id}", Encoding.UTF8.GetBytes(value))).Status);
    }

    private static async Task<string?> ReadUploadAsync(ServedSandbox sandbox, string key)
    {
        if (await UploadIdAsync(sandbox, key) is not { } id)
            return null;
        var (_, body) = await sandbox.Aws.SendAsync("s3", HttpMethod.Get, $"/kept/{key}?uploadId={id}", []);
        return new[] { "one", "two" }.FirstOrDefault(value => body.Contains(Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value))), StringComparison.Ordinal));
    }

    private static async Task<string?> UploadIdAsync(ServedSandbox sandbox, string key)
    {
        var (_, body) = await sandbox.Aws.SendAsync("s3", HttpMethod.Get, $"/kept?prefix={key}&uploads=", []);
        return Regex.Match(body, "<UploadId>(.*?)</UploadId>") is { Success: true } found ? found.Groups[1].Value : null;
    }

    private static async Task WriteSecretAsync(ServedSandbox sandbox, string key, string? known, string? value)
    {
        var (operation, body) = value is null ? ("DeleteSecret", new JsonObject { ["SecretId"] = key, ["ForceDeleteWithoutRecovery"] = true })
            : known is null ? ("CreateSecret", new JsonObject { ["Name"] = key, ["SecretString"] = value })
            : ("PutSecretValue", new JsonObject { ["SecretId"] = key, ["SecretString"] = value });
        var (status, answer) = await sandbox.Aws.JsonAsync("secretsmanager", "secretsmanager." + operation, body, "application/x-amz-json-1.1");
        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
    }

    private static async Task<string?> ReadSecretAsync(ServedSandbox sandbox, string key)
    {
        var (status, answer) = await sandbox.Aws.JsonAsync("secretsmanager", "secretsmanager.GetSecretValue", new JsonObject { ["SecretId"] = key }, "application/x-amz-json-1.1");
        return status == HttpStatusCode.OK ? (string)answer["SecretString"]! : null;
    }

    private static async Task WriteAliasAsync(ServedSandbox sandbox, string key, string? known, string? value)
    {
        var body = new JsonObject { ["AliasName"] = "alias/" + key };
        if (value is not null)
            body["TargetKeyId"] = await KeyAsync(sandbox, "key-" + value);
        await KmsAsync(sandbox, value is null ? "DeleteAlias" : known is null ? "CreateAlias" : "UpdateAlias", body);
    }

    private static async Task<string?> ReadAliasAsync(ServedSandbox sandbox, string key)
    {
        var target = await KeyAsync(sandbox, key);
        foreach (var value in new[] { "first", "second" })
        {
            if (target is not null && target == await KeyAsync(sandbox, "key-" + value))
                return value;
        }

        return null;
    }

    private static async Task<string?> KeyAsync(ServedSandbox sandbox, string alias)
    {
        var (status, body) = await sandbox.Aws.JsonAsync("kms", "TrentService.DescribeKey", new JsonObject { ["KeyId"] = "alias/" + alias }, "application/x-amz-json-1.1");
        return status == HttpStatusCode.OK ? (string)body["KeyMetadata"]!["KeyId"]! : null;
    }

    private static async Task KmsAsync(ServedSandbox sandbox, string operation, JsonObject body)
    {
        var (status, text) = await sandbox.Aws.SendAsync("kms", HttpMethod.Post, "/", Encoding.UTF8.GetBytes(body.ToJsonString()), ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "TrentService." + operation));
        Assert.True(status == HttpStatusCode.OK, text);
    }

    private static async Task WriteGroupAsync(ServedSandbox sandbox, string key, string? known, string? value)
    {
        var body = new JsonObject { ["TypeName"] = "AWS::Logs::LogGroup" };
        if (value is not null && known is null)
            body["DesiredState"] = new JsonObject { ["LogGroupName"] = key, ["RetentionInDays"] = int.Parse(value, CultureInfo.InvariantCulture) }.ToJsonString();
        else
            body["Identifier"] = key;
        if (value is not null && known is not null)
            body["PatchDocument"] = $$"""[{"op":"replace","path":"/RetentionInDays","value":{{value}}}]""";
        var end = await sandbox.Aws.EndAsync(await sandbox.Aws.AcceptAsync(value is null ? "DeleteResource" : known is null ? "CreateResource" : "UpdateResource", body));
        Assert.True((string)end["OperationStatus"]! == "SUCCESS", end.ToJsonString());
    }

    private static async Task<string?> ReadGroupAsync(ServedSandbox sandbox, string key)
    {
        // What was under way goes on after the restart; it must have ended before anybody counts on what is there.
        var limit = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            var (_, all) = await sandbox.Aws.CloudAsync("ListResourceRequests", new JsonObject { ["ResourceRequestStatusFilter"] = new JsonObject { ["OperationStatuses"] = new JsonArray("PENDING", "IN_PROGRESS", "CANCEL_IN_PROGRESS") } });
            if (all["ResourceRequestStatusSummaries"]!.AsArray().Count == 0)
                break;
            Assert.True(DateTime.UtcNow < limit, all.ToJsonString());
            await Task.Delay(20);
        }

        var (status, body) = await sandbox.Aws.CloudAsync("GetResource", new JsonObject { ["TypeName"] = "AWS::Logs::LogGroup", ["Identifier"] = key });
        return status == HttpStatusCode.OK ? JsonNode.Parse((string)body["ResourceDescription"]!["Properties"]!)!["RetentionInDays"]!.ToString() : null;
    }

    private static async Task WriteFaultAsync(ServedSandbox sandbox, string key, string? known, string? value)
    {
        var (status, body) = value is null ? await sandbox.ControlAsync(HttpMethod.Delete, "faults/" + key)
            : await sandbox.ControlAsync(HttpMethod.Post, "faults", new JsonObject { ["id"] = key, ["kind"] = "Throttle", ["operation"] = value });
        Assert.True(status < 300, body?.ToJsonString());
    }

    private static async Task<string?> ReadFaultAsync(ServedSandbox sandbox, string key) =>
        (string?)(await sandbox.ControlAsync(HttpMethod.Get, "faults")).Body!["faults"]!.AsArray().FirstOrDefault(rule => (string)rule!["id"]! == key)?["operation"];
}
