using System.Diagnostics;
using System.IO.Compression;
using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>The package that <c>build.ps1 Package</c> makes: what is in it, and that it works where it is installed.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private readonly string work = Directory.CreateTempSubdirectory("opta-package").FullName;
    private string package = "";

    public async Task InitializeAsync()
    {
        // What build.ps1 calls, without building again.
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in new[] { "pack", Path.Combine(Repository.Root, "src", "OptaPS.PowerShell"), "--no-build", "-c", Repository.Configuration, "-o", work, "--nologo" })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        package = Directory.GetFiles(work, "OptaPS.*.nupkg").Single();
    }

    public Task DisposeAsync()
    {
        Directory.Delete(work, recursive: true);
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task Package_HoldsWhatIsNeededAndNoMore_AndWorksWhereItIsInstalled()
    {
        using (var zip = ZipFile.OpenRead(package))
        {
            var names = zip.Entries.Select(e => e.FullName).ToList();
            Assert.Contains("OptaPS.psd1", names);
            Assert.Contains("OptaPS.dll", names);
            Assert.Contains("en-US/OptaPS.dll-Help.xml", names);
            Assert.Contains("engine/OptaPS.Operations.dll", names);
            Assert.DoesNotContain(names, name => name.EndsWith(".pdb", StringComparison.Ordinal) || name.Contains("/ref/", StringComparison.Ordinal));
            Assert.DoesNotContain(names, name => Path.GetFileName(name) == "System.Management.Automation.dll");
            Assert.InRange(new FileInfo(package).Length, 1_000_000, 40_000_000);
        }

        var pwsh = RequiredProgram.Find("pwsh");
        // The shell's own installer where it has one; a package is a zip file, so unpacking it into a module folder is the same.
        var script = $$"""
            $ErrorActionPreference = 'Stop'
            $modules = '{{work}}/modules'
            if (Get-Command Install-PSResource -ErrorAction SilentlyContinue) {
              Register-PSResourceRepository -Name opta-test -Uri '{{work}}' -Trusted
              try { Save-PSResource OptaPS -Repository opta-test -Path $modules } finally { Unregister-PSResourceRepository opta-test }
              'installed'
            }
            else {
              [System.IO.Compression.ZipFile]::ExtractToDirectory('{{package}}', "$modules/OptaPS/0.1.0")
              'unpacked'
            }
            $env:PSModulePath = $modules + [System.IO.Path]::PathSeparator + $env:PSModulePath
            $env:OPTA_HOME = '{{work}}/home'
            $manifest = Test-ModuleManifest (Get-Item "$modules/OptaPS/*/OptaPS.psd1")
            Import-Module OptaPS
            Import-Module OptaPS -Force
            Import-Module OptaPS -Force
            'commands ' + ((Get-Command -Module OptaPS).Count -eq $manifest.ExportedCmdlets.Count)
            'help ' + ((Get-Help New-OptaEnvironment).Synopsis -like 'Creates*')
            # What PowerShell has itself is not shipped a second time; only libraries that the opta program needs on its own lie in engine/, too.
            $own = (Get-ChildItem $PSHOME -Filter *.dll).Name
            'copies ' + ((Get-ChildItem "$modules/OptaPS" -Recurse -Filter *.dll | Where-Object { $_.Name -in $own -and $_.FullName -notlike '*engine*' }).Name -join ',')
            # No right to execute survives in a package; the sandbox starts all the same.
            'sandbox ' + (Start-OptaSandbox -Name packed -Use).Status
            'empty ' + ($null -eq (Get-OptaEnvironment))
            Stop-OptaSandbox -Name packed -RemoveData
            """;
        var output = await Shell.RunAsync(pwsh, script, TimeSpan.FromMinutes(3));
        foreach (var line in new[] { "commands True", "help True", "copies ", "sandbox Running", "empty True" })
            Assert.Contains(line, output.Split('\n').Select(l => l.TrimEnd('\r')));
    }
}
