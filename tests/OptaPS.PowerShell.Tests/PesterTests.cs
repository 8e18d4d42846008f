using System.Diagnostics;
using System.Text.RegularExpressions;
using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>Runs the Pester files against the built module, one test per file, in a clean shell each.</summary>
public sealed partial class PesterTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "pester"), "*.Tests.ps1", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Path.Combine(Repository.Root, "pester"), file)).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task PesterFile_Passes(string file)
    {
        var pwsh = RequiredProgram.Find("pwsh");
        if ((await RunAsync(pwsh, "if (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -ge 5 }) { 'yes' }")).Output.Trim() != "yes")
            RequiredProgram.Missing("pester", "Pester 5 is not installed");

        var path = Path.Combine(Repository.Root, "pester", file);
        var script = $$"""
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = '{{path}}'
            $configuration.Run.PassThru = $true
            $configuration.Output.Verbosity = 'Detailed'
            $configuration.Output.RenderMode = 'Plaintext'
            $result = Invoke-Pester -Configuration $configuration
            "PESTER $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped, $($result.FailedContainersCount) broken"
            """;
        var (output, exit) = await RunAsync(pwsh, script);
        var counts = Counts().Match(output);
        Assert.True(counts.Success, $"Pester did not finish (exit {exit}):\n{output}");
        Assert.True(counts.Groups["failed"].Value == "0" && counts.Groups["broken"].Value == "0", output);
        Assert.NotEqual("0", counts.Groups["passed"].Value);
    }

    private static async Task<(string Output, int Exit)> RunAsync(string pwsh, string script)
    {
        var start = new ProcessStartInfo(pwsh) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-Command", script })
            start.ArgumentList.Add(argument);
        start.Environment["OPTA_MODULE"] = Repository.ModuleManifest;
        start.Environment["OPTA_EXAMPLES"] = Path.Combine(Repository.Root, "examples");
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("OPTA_HOME");

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        return (await output + await error, process.ExitCode);
    }

    [GeneratedRegex(@"PESTER (?<passed>\d+) passed, (?<failed>\d+) failed, (?<skipped>\d+) skipped, (?<broken>\d+) broken")]
    private static partial Regex Counts();
}
