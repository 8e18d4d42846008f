using System.Text.Json;
using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>Runs all Pester files of one folder in one clean shell, once, and keeps what every test did.</summary>
public abstract class PesterRun(string folder) : IAsyncLifetime
{
    private readonly string work = Path.Combine(Path.GetTempPath(), "opta-pester-" + Guid.NewGuid().ToString("n")[..8]);
    private JsonElement? results;
    private string output = "";

    private static string Root => Path.Combine(Repository.Root, "pester");

    /// <summary>The files of a folder below pester/, without those of its sub-folders.</summary>
    public static TheoryData<string> Files(string folder) => [.. FileNames(folder)];

    /// <summary>The same as plain names.</summary>
    public static IEnumerable<string> FileNames(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.Tests.ps1").Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal);

    public async Task InitializeAsync()
    {
        if (Shell.Find() is not { } pwsh || !await Shell.HasPesterAsync(pwsh))
            return;

        Directory.CreateDirectory(work);
        var report = Path.Combine(work, "report.json");
        var script = $$"""
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = @(Get-ChildItem '{{Path.Combine(Root, folder)}}/*.Tests.ps1' | ForEach-Object FullName)
            $configuration.Run.PassThru = $true
            $configuration.Output.Verbosity = 'Detailed'
            $configuration.Output.RenderMode = 'Plaintext'
            $result = Invoke-Pester -Configuration $configuration
            # Left alone, it would end some time after this shell, and write into a folder that is being deleted.
            if ($global:OptaTestWorld) {
              $env:OPTA_HOME = $global:OptaTestWorld.Home
              Stop-OptaSandbox -Name world -ErrorAction Continue
            }
            $files = foreach ($container in $result.Containers) {
              @{
                File = [string] $container.Item.FullName
                Passed = $container.PassedCount; Failed = $container.FailedCount; Skipped = $container.SkippedCount
                Broken = @($container.ErrorRecord | ForEach-Object { "$_" })
                Errors = @($result.Failed | Where-Object { $_.ScriptBlock.File -eq $container.Item.FullName } | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord -join ' | ')" })
                Blocks = @($result.FailedBlocks | Where-Object { $_.ScriptBlock.File -eq $container.Item.FullName } | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord -join ' | ')" })
              }
            }
            ConvertTo-Json -Depth 5 -InputObject @($files) | Set-Content '{{report}}'
            """;
        output = await Shell.RunAsync(pwsh, script, TimeSpan.FromMinutes(20), new() { ["OPTA_TEST_FOLDER"] = work });
        if (File.Exists(report))
            results = JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement.Clone();
    }

    public Task DisposeAsync()
    {
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Fails when a test of the file failed, none passed, or the shell did not finish.</summary>
    public void AssertPassed(string file)
    {
        Shell.Require();
        Assert.True(results is not null, $"Pester did not finish:\n{output}");
        var one = results.Value.EnumerateArray().SingleOrDefault(e => e.GetProperty("File").GetString() == Path.Combine(Root, file));
        Assert.True(one.ValueKind == JsonValueKind.Object, $"Pester did not run {file}:\n{output}");
        List<string> problems = [.. new[] { "Broken", "Errors", "Blocks" }.SelectMany(name => one.GetProperty(name).EnumerateArray().Select(e => e.GetString()!))];
        Assert.True(problems.Count == 0 && one.GetProperty("Failed").GetInt32() == 0, string.Join('\n', problems));
        Assert.NotEqual(0, one.GetProperty("Passed").GetInt32());
    }
}
