using System.Text.Json.Nodes;

namespace OptaPS.Cli.Tests;

/// <summary><c>opta sandbox</c>: faults, page, traffic, and a world as a file.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly OptaProgram opta = new();

    public void Dispose() => opta.Dispose();

    [Fact]
    public async Task Faults_SurviveStopExportAndImport()
    {
        await GoodAsync("sandbox", "start");
        try
        {
            Assert.Contains("Fault slow is set in sandbox default: LostResponse on s3 PutObject *", await GoodAsync("sandbox", "fault", "add", "lost-response", "--id", "slow", "--service", "s3", "--operation", "PutObject", "--count", "2"), StringComparison.Ordinal);
            var bad = await opta.RunAsync("sandbox", "fault", "add", "nonsense");
            Assert.Equal(2, bad.Exit);
            Assert.Contains("'nonsense' is not a kind of fault; allowed are Throttle, ", bad.Error, StringComparison.Ordinal);
            var refused = await opta.RunAsync("sandbox", "fault", "add", "error", "--status", "404");
            Assert.Contains("OPTA7015", refused.Error, StringComparison.Ordinal);
            Assert.Contains("status is 404, but must be from 500 to 599", refused.Error, StringComparison.Ordinal);
            Assert.Matches("^https://127\\.0\\.0\\.1:[0-9]+/_sandbox/ui#code=[0-9a-f]{40}\n$", await GoodAsync("sandbox", "page"));
            Assert.Empty(JsonNode.Parse(await GoodAsync("sandbox", "traffic", "--output", "json"))!.AsArray());
            await GoodAsync("sandbox", "export", "world.zip");
            Assert.Contains("OPTA7017", (await opta.RunAsync("sandbox", "export", "world.zip")).Error, StringComparison.Ordinal);
            Assert.Contains("OPTA7018", (await opta.RunAsync("sandbox", "import", "world.zip", "--force")).Error, StringComparison.Ordinal);
        }
        finally
        {
            await GoodAsync("sandbox", "stop");
        }

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(opta.Folder, "world.zip")));
        await GoodAsync("sandbox", "import", "world.zip", "--sandbox", "copy");
        await GoodAsync("sandbox", "start", "copy");
        try
        {
            var rule = Assert.Single(JsonNode.Parse(await GoodAsync("sandbox", "fault", "list", "--sandbox", "copy", "--output", "json"))!.AsArray())!;
            Assert.Equal(("slow", 2), ((string)rule["id"]!, (int)rule["count"]!));
            await GoodAsync("sandbox", "fault", "clear", "slow", "--sandbox", "copy");
            Assert.Empty(JsonNode.Parse(await GoodAsync("sandbox", "fault", "list", "--sandbox", "copy", "--output", "json"))!.AsArray());
            Assert.Contains("OPTA7015", (await opta.RunAsync("sandbox", "fault", "clear", "slow", "--sandbox", "copy")).Error, StringComparison.Ordinal);
        }
        finally
        {
            await GoodAsync("sandbox", "stop", "copy");
        }
    }

    [Fact]
    public async Task Import_OfAnotherFile_IsRefused()
    {
        opta.Write("other.zip", "not a zip");
        var result = await opta.RunAsync("sandbox", "import", "other.zip");
        Assert.Contains("OPTA7019", result.Error, StringComparison.Ordinal);
        Assert.Contains("OPTA7011", (await opta.RunAsync("sandbox", "fault", "list")).Error, StringComparison.Ordinal);
        Assert.Contains("OPTA7016", (await opta.RunAsync("sandbox", "export", "x.zip")).Error, StringComparison.Ordinal);
    }

    private async Task<string> GoodAsync(params string[] arguments)
    {
        var result = await opta.RunAsync(arguments);
        Assert.True(result.Exit == 0, $"{string.Join(' ', arguments)}: {result}");
        return result.Output;
    }
}
