using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>PSScriptAnalyzer's rules over every script of the repository: those that people get without exception, the tests with those of their settings file.</summary>
public sealed class ScriptAnalyzerTests
{
    [SkippableFact]
    public async Task Scripts_HaveNoFindings()
    {
        var pwsh = RequiredProgram.Find("pwsh");
        // The analyzer may lie in a folder that only the caller's path of modules names.
        var modules = Environment.GetEnvironmentVariable("PSModulePath") is { Length: > 0 } path ? new Dictionary<string, string> { ["PSModulePath"] = path } : null;
        if ((await Shell.RunAsync(pwsh, "(Get-Command Invoke-ScriptAnalyzer -ErrorAction Ignore).Name", TimeSpan.FromMinutes(1), modules)).Trim() != "Invoke-ScriptAnalyzer")
            RequiredProgram.Missing("psscriptanalyzer", "the shell has no PSScriptAnalyzer");

        var output = await Shell.RunAsync(
            pwsh,
            $$"""
            $ErrorActionPreference = 'Stop'
            Set-Location '{{Repository.Root}}'
            $shipped = Get-ChildItem build.ps1, build/*.ps1, module/*.psd1, examples/runbook -Recurse -File -Include *.ps1, *.psm1, *.psd1
            $tests = Get-ChildItem pester -Recurse -File -Include *.ps1, *.psm1
            $findings = @($shipped | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName }) + @($tests | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings pester/PSScriptAnalyzerSettings.psd1 })
            $findings | ForEach-Object { "$($_.ScriptPath):$($_.Line) $($_.RuleName): $($_.Message)" }
            "read $($shipped.Count -gt 8 -and $tests.Count -gt 40), findings $($findings.Count)"
            """,
            TimeSpan.FromMinutes(3),
            modules);
        Assert.Equal("read True, findings 0", output.Trim());
    }
}
