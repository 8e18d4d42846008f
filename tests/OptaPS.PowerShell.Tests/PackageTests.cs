using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>The package that <c>build.ps1 Package</c> makes: what is in it, and that it works where it is installed.</summary>
public sealed class PackageTests(PackageTests.Packed packed) : IClassFixture<PackageTests.Packed>
{
    private readonly string work = packed.Folder;
    private readonly string package = packed.File;

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
            Assert.DoesNotContain(names, name => name.EndsWith(".xml", StringComparison.Ordinal) && name.StartsWith("engine/", StringComparison.Ordinal));
            // One package serves all systems: only managed libraries that Windows needs in place of others may lie in runtimes/.
            Assert.All(names.Where(name => name.Contains("/runtimes/", StringComparison.Ordinal)), name => Assert.StartsWith("engine/runtimes/win/lib/", name, StringComparison.Ordinal));
            // The engine may carry its own version of a package, but nothing that every .NET has.
            var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            Assert.DoesNotContain(names, name => File.Exists(Path.Combine(framework, Path.GetFileName(name))));
            Assert.All(names.Where(name => name.EndsWith(".dll", StringComparison.Ordinal)), name => Assert.False(IsReferenceAssembly(zip.GetEntry(name)!), name));
            Assert.InRange(new FileInfo(package).Length, 1_000_000, 8_000_000);
        }

        var pwsh = RequiredProgram.Find("pwsh");
        // A package is a zip file, and unpacking it into a module folder is what an installer does.
        var script = $$"""
            $ErrorActionPreference = 'Stop'
            $modules = '{{work}}/modules'
            [System.IO.Compression.ZipFile]::ExtractToDirectory('{{package}}', "$modules/OptaPS/0.1.0")
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
            'copies ' + ((Get-ChildItem "$modules/OptaPS" -Recurse -Filter *.dll | Where-Object { $_.Name -in $own -and ($_.FullName -notlike '*engine*' -or (Get-FileHash $_).Hash -eq (Get-FileHash "$PSHOME/$($_.Name)").Hash) }).Name -join ',')
            # No right to execute survives in a package; the sandbox starts all the same.
            'sandbox ' + (Start-OptaSandbox -Name packed -Use).Status
            'empty ' + ($null -eq (Get-OptaEnvironment))
            Stop-OptaSandbox -Name packed -RemoveData
            """;
        var output = await Shell.RunAsync(pwsh, script, TimeSpan.FromMinutes(3));
        foreach (var line in new[] { "commands True", "help True", "copies ", "sandbox Running", "empty True" })
            Assert.Contains(line, output.Split('\n').Select(l => l.TrimEnd('\r')));
    }

    [SkippableFact]
    public async Task Package_InstallsFromAFolderRepository()
    {
        var pwsh = RequiredProgram.Find("pwsh");
        if ((await Shell.RunAsync(pwsh, "(Get-Command Save-PSResource -ErrorAction Ignore).Name", TimeSpan.FromMinutes(1))).Trim() != "Save-PSResource")
            RequiredProgram.Missing("psresourceget", "the shell has no Microsoft.PowerShell.PSResourceGet");

        var output = await Shell.RunAsync(
            pwsh,
            $$"""
            $ErrorActionPreference = 'Stop'
            Register-PSResourceRepository -Name opta-test -Uri '{{work}}' -Trusted
            try { Save-PSResource OptaPS -Repository opta-test -Path '{{work}}/saved' } finally { Unregister-PSResourceRepository opta-test }
            Import-Module (Get-Item '{{work}}/saved/OptaPS/*/OptaPS.psd1')
            'installed ' + ((Get-OptaSchema -Cloud aws).Length -gt 100)
            """,
            TimeSpan.FromMinutes(2));
        Assert.Contains("installed True", output, StringComparison.Ordinal);
    }

    private static bool IsReferenceAssembly(ZipArchiveEntry entry)
    {
        using var library = new MemoryStream();
        using (var packed = entry.Open())
            packed.CopyTo(library);
        library.Position = 0;
        using var reader = new PEReader(library);
        var metadata = reader.GetMetadataReader();
        return metadata.TypeReferences.Any(handle => metadata.GetString(metadata.GetTypeReference(handle).Name) == "ReferenceAssemblyAttribute");
    }

    /// <summary>The package, made once.</summary>
    public sealed class Packed : IAsyncLifetime
    {
        /// <summary>Where it lies.</summary>
        public string Folder { get; } = Directory.CreateTempSubdirectory("opta-package").FullName;

        /// <summary>Its path.</summary>
        public string File { get; private set; } = "";

        public async Task InitializeAsync()
        {
            // What build.ps1 calls, without building again.
            var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
            foreach (var argument in new[] { "pack", Path.Combine(Repository.Root, "src", "OptaPS.PowerShell"), "--no-build", "-c", Repository.Configuration, "-o", Folder, "--nologo" })
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, output);
            File = Directory.GetFiles(Folder, "OptaPS.*.nupkg").Single();
        }

        public Task DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return Task.CompletedTask;
        }
    }
}
