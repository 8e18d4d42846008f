using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using OptaPS.Testing;

namespace OptaPS.Contracts.Tests;

/// <summary>The references between projects that docs/architecture.md allows, read from the compiled assemblies.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["OptaPS.Contracts"] = [],
        ["OptaPS.Configuration"] = ["OptaPS.Contracts"],
        ["OptaPS.Engine"] = ["OptaPS.Contracts"],
        ["OptaPS.Clouds"] = ["OptaPS.Engine"],
        ["OptaPS.Kubernetes"] = ["OptaPS.Engine"],
        ["OptaPS.Helm"] = ["OptaPS.Kubernetes", "OptaPS.Engine"],
        ["OptaPS.Modules"] = ["OptaPS.Engine", "OptaPS.Configuration"],
        ["OptaPS.Operations"] = ["OptaPS.Modules", "OptaPS.Configuration", "OptaPS.Clouds", "OptaPS.Kubernetes", "OptaPS.Helm", "OptaPS.Engine"],
        ["OptaPS.PowerShell"] = ["OptaPS.Contracts"],
        ["OptaPS.Sandbox"] = [],
        ["OptaPS.Cli"] = ["OptaPS.Operations", "OptaPS.Sandbox"],
    };

    private static readonly Dictionary<string, string> AssemblyNames = new(StringComparer.Ordinal)
    {
        ["OptaPS.PowerShell"] = "OptaPS",
        ["OptaPS.Cli"] = "opta",
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_AreOnlyTheAllowedOnes(string project)
    {
        // What a project may name directly is what it may use through the projects that it references.
        var reachable = Reachable(project);
        var used = References(AssemblyOf(project)).Where(name => name.StartsWith("OptaPS", StringComparison.Ordinal)).ToList();
        Assert.All(used, name => Assert.Contains(name, reachable));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_AreOnlyTheAllowedOnes(string project)
    {
        var file = File.ReadAllText(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        var named = ProjectReference().Matches(file)
            .Where(match => !match.Groups["rest"].Value.Contains("ReferenceOutputAssembly=\"false\"", StringComparison.Ordinal))
            .Select(match => match.Groups["name"].Value);
        Assert.Equal(Allowed[project].Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PowerShellAssembly_NamesNoThirdParty()
    {
        var names = References(AssemblyOf("OptaPS.PowerShell"))
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name is not ("OptaPS.Contracts" or "netstandard" or "mscorlib"));
        Assert.Empty(names);
    }

    [Fact]
    public void ContractsAssembly_NamesOnlyTheBaseClassLibrary() =>
        Assert.All(References(AssemblyOf("OptaPS.Contracts")), name => Assert.StartsWith("System", name, StringComparison.Ordinal));

    [Fact]
    public void SourceFiles_StayUnder400Lines()
    {
        var long_ = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (File: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(entry => entry.Lines > 400);
        Assert.Empty(long_);
    }

    private static HashSet<string> Reachable(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(Allowed[project]);
        while (open.TryDequeue(out var next))
        {
            if (!found.Add(next))
                continue;
            foreach (var further in Allowed[next])
                open.Enqueue(further);
        }

        return found;
    }

    private static IEnumerable<string> References(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var pe = new PEReader(stream);
        var metadata = pe.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static string AssemblyOf(string project)
    {
        var name = AssemblyNames.GetValueOrDefault(project, project);
        return Path.Combine(Repository.Root, "src", project, "bin", Repository.Configuration, "net10.0", name + ".dll");
    }

    [GeneratedRegex("<ProjectReference Include=\"[^\"]*/(?<name>OptaPS\\.\\w+)\\.csproj\"(?<rest>[^>]*)>")]
    private static partial Regex ProjectReference();
}
