using System.Text.Json;

namespace OptaPS.NoticesGenerator;

/// <summary>All files of the module folder: those of packages, by the engine's list of what it was built from, and our own.</summary>
/// <param name="Own">Our own files.</param>
/// <param name="Libraries">The packages of others, by name.</param>
/// <param name="DirectPackages">The packages that our own projects ask for.</param>
internal sealed record ShippedFiles(IReadOnlyList<ShippedFile> Own, IReadOnlyList<PackagedLibrary> Libraries, IReadOnlyList<string> DirectPackages)
{
    /// <summary>The file with the notices.</summary>
    public const string NoticesName = "THIRD-PARTY-NOTICES.txt";

    /// <summary>The file with the software bill of materials; the ending is the one that CycloneDX recommends.</summary>
    public const string SbomName = "OptaPS.cdx.json";

    private const string Engine = "engine/";

    /// <summary>Reads a module folder; <paramref name="packages"/> is where restored packages lie.</summary>
    /// <exception cref="InvalidDataException">A library is neither ours nor of a package.</exception>
    public static ShippedFiles Read(string module, string packages)
    {
        var files = Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(module, file).Replace('\\', '/'))
            .Where(file => file is not (NoticesName or SbomName))
            .Order(StringComparer.Ordinal)
            .ToDictionary(file => file, file => ShippedFile.Read(module, file), StringComparer.Ordinal);

        using var list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(module, "engine", "opta.deps.json")));
        var entries = list.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
            .ToDictionary(e => e.Name[..e.Name.IndexOf('/', StringComparison.Ordinal)], e => e, StringComparer.OrdinalIgnoreCase);
        var libraries = new List<PackagedLibrary>();
        var direct = new SortedSet<string>(StringComparer.Ordinal);
        var known = new HashSet<string>(["OptaPS.dll", "OptaPS.Contracts.dll"], StringComparer.Ordinal);
        foreach (var library in list.RootElement.GetProperty("libraries").EnumerateObject())
        {
            var (name, version) = library.Name.Split('/') is [var n, var v] ? (n, v) : throw new InvalidDataException($"opta.deps.json: '{library.Name}' is no name and version.");
            var entry = entries[name].Value;
            var here = FilesOf(entry).ToList();
            known.UnionWith(here);
            var needs = Names(entry, "dependencies").ToList();
            if (library.Value.GetProperty("type").GetString() != "package")
                direct.UnionWith(needs);
            else if (here.Where(files.ContainsKey).Select(file => files[file]).ToList() is { Count: > 0 } carried)
                libraries.Add(new PackagedLibrary(name, version, PackageFacts.Read(Nuspec(packages, name, version)), carried, needs));
        }

        if (files.Keys.FirstOrDefault(file => file.EndsWith(".dll", StringComparison.Ordinal) && !known.Contains(file)) is { } stranger)
            throw new InvalidDataException($"{stranger} in the module folder is of no package and no project that the engine was built from. When it is left from an earlier build, delete {module} and build again.");

        var names = libraries.Select(l => l.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var foreign = libraries.SelectMany(l => l.Files).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        return new ShippedFiles(
            [.. files.Values.Where(f => !foreign.Contains(f.Path))],
            [.. libraries.Select(l => l with { DependsOn = [.. l.DependsOn.Where(names.Contains)] }).OrderBy(l => l.Name, StringComparer.OrdinalIgnoreCase)],
            [.. direct.Where(names.Contains)]);
    }

    // Where the build puts the files of a package: libraries flat, those for one system and translations in folders.
    private static IEnumerable<string> FilesOf(JsonElement entry) =>
        Names(entry, "runtime").Select(path => Engine + Path.GetFileName(path))
            .Concat(Names(entry, "runtimeTargets").Select(path => Engine + path))
            .Concat(Names(entry, "resources").Select(path => Engine + string.Join('/', path.Split('/')[^2..])));

    private static IEnumerable<string> Names(JsonElement entry, string group) =>
        entry.TryGetProperty(group, out var members) ? members.EnumerateObject().Select(m => m.Name) : [];

    // Restored packages lie in folders of small letters.
    private static string Nuspec(string packages, string name, string version)
    {
        var folder = name.ToLowerInvariant();
        return Path.Combine(packages, folder, version.ToLowerInvariant(), folder + ".nuspec");
    }
}
