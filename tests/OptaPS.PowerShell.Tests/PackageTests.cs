using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text.Json;
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
        // PSResourceGet may lie in a folder that only the caller's path of modules names.
        var modules = Environment.GetEnvironmentVariable("PSModulePath") is { Length: > 0 } path ? new Dictionary<string, string> { ["PSModulePath"] = path } : null;
        if ((await Shell.RunAsync(pwsh, "(Get-Command Save-PSResource -ErrorAction Ignore).Name", TimeSpan.FromMinutes(1), modules)).Trim() != "Save-PSResource")
            RequiredProgram.Missing("psresourceget", "the shell has no Microsoft.PowerShell.PSResourceGet");

        // Repositories are settings of the user: the name is free also where another run goes on, or one was killed before it gave the name back.
        var repository = $"opta-test-{Guid.NewGuid():N}";
        var output = await Shell.RunAsync(
            pwsh,
            $$"""
            $ErrorActionPreference = 'Stop'
            Register-PSResourceRepository -Name {{repository}} -Uri '{{work}}' -Trusted
            $null = New-Item -ItemType Directory '{{work}}/saved'
            try { Save-PSResource OptaPS -Repository {{repository}} -Path '{{work}}/saved' } finally { Unregister-PSResourceRepository {{repository}} }
            Import-Module (Get-Item '{{work}}/saved/OptaPS/*/OptaPS.psd1')
            'installed ' + ((Get-OptaSchema -Cloud aws).Length -gt 100)
            """,
            TimeSpan.FromMinutes(2),
            modules);
        Assert.Contains("installed True", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Package_NamesEveryLibraryOfOthersAndEveryFile()
    {
        using var zip = ZipFile.OpenRead(package);
        Assert.NotNull(zip.GetEntry("LICENSE"));
        var notices = new StreamReader(zip.GetEntry("THIRD-PARTY-NOTICES.txt")!.Open()).ReadToEnd().Split('\n');
        using var sbom = JsonDocument.Parse(zip.GetEntry("OptaPS.cdx.json")!.Open());
        Assert.Equal(("CycloneDX", "1.6"), (Text(sbom.RootElement, "bomFormat"), Text(sbom.RootElement, "specVersion")));
        var module = sbom.RootElement.GetProperty("metadata").GetProperty("component");
        var libraries = sbom.RootElement.GetProperty("components").EnumerateArray().ToList();

        // Every file of the module is there once, with its hash; only the package's own wrapping and the two lists are not.
        var listed = libraries.Prepend(module).SelectMany(c => c.GetProperty("components").EnumerateArray())
            .Select(f => (Text(f, "name"), Text(f.GetProperty("hashes")[0], "content"))).Order();
        var held = zip.Entries.Select(e => (Name: Uri.UnescapeDataString(e.FullName), Entry: e))
            .Where(e => !e.Name.StartsWith("_rels/", StringComparison.Ordinal) && !e.Name.StartsWith("package/", StringComparison.Ordinal))
            .Where(e => e.Name is not ("[Content_Types].xml" or "OptaPS.nuspec" or "THIRD-PARTY-NOTICES.txt" or "OptaPS.cdx.json"))
            .Select(e => (e.Name, Hash(e.Entry.Open()))).Order();
        Assert.Equal(held, listed);

        // What is not ours belongs to a package, whose restored copy has the very same file, and the notices name both.
        Assert.DoesNotContain(module.GetProperty("components").EnumerateArray(), f => Text(f, "name").EndsWith(".dll", StringComparison.Ordinal) && !IsOurs(Text(f, "name")));
        var restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Assert.InRange(libraries.Count, 10, 100);
        Assert.All(libraries, library =>
        {
            var (name, version) = (Text(library, "name"), Text(library, "version"));
            Assert.Equal($"pkg:nuget/{name}@{version}", Text(library, "purl"));
            var at = Array.IndexOf(notices, $"{name} {version}");
            Assert.True(at > 0, name);
            var notice = notices.Skip(at + 1).TakeWhile(line => line.Length > 0).ToList();
            Assert.Contains(notice, line => line.StartsWith("  Licence: ", StringComparison.Ordinal) && !line.Contains("not stated", StringComparison.Ordinal));
            Assert.Contains(notice, line => line.StartsWith("  Project: https://", StringComparison.Ordinal));
            Assert.All(library.GetProperty("components").EnumerateArray(), file =>
            {
                var path = Text(file, "name");
                Assert.Contains($"  File: {path}", notice);
                Assert.False(IsOurs(path), path);
                var copies = Directory.EnumerateFiles(Path.Combine(restored, name.ToLowerInvariant(), version.ToLowerInvariant()), Path.GetFileName(path), SearchOption.AllDirectories);
                Assert.Contains(Text(file.GetProperty("hashes")[0], "content"), copies.Select(copy => Hash(File.OpenRead(copy))));
            });
        });

        // OptaPS depends on something, and every dependency is a component.
        var references = libraries.Prepend(module).Select(c => Text(c, "bom-ref")).ToList();
        var dependencies = sbom.RootElement.GetProperty("dependencies").EnumerateArray().ToList();
        Assert.Equal(references, dependencies.Select(d => Text(d, "ref")));
        Assert.Contains(dependencies[0].GetProperty("dependsOn").EnumerateArray(), d => d.GetString()!.StartsWith("pkg:nuget/YamlDotNet@", StringComparison.Ordinal));
        Assert.All(dependencies.SelectMany(d => d.GetProperty("dependsOn").EnumerateArray()), d => Assert.Contains(d.GetString(), references));

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

        static bool IsOurs(string path) => Path.GetFileName(path) is var name && (name == "opta.dll" || name.StartsWith("OptaPS.", StringComparison.Ordinal));

        static string Hash(Stream content)
        {
            using (content)
                return Convert.ToHexStringLower(SHA256.HashData(content));
        }
    }

    [SkippableFact]
    public async Task Package_IsNotSignedWhereSignaturesDoNotExist()
    {
        Skip.If(OperatingSystem.IsWindows(), "signing works on Windows");
        var pwsh = RequiredProgram.Find("pwsh");
        var script = Path.Combine(Repository.Root, "build.ps1");
        var output = await Shell.RunAsync(pwsh, $"try {{ & '{script}' Package -CertificateThumbprint 00 }} catch {{ \"refused $_\" }}", TimeSpan.FromMinutes(1));
        Assert.StartsWith("refused -CertificateThumbprint needs Windows", output.Trim(), StringComparison.Ordinal);
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
