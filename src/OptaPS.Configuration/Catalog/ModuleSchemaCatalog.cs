using System.Reflection;
using System.Text;
using OptaPS.Configuration.Providers;

namespace OptaPS.Configuration.Catalog;

/// <summary>All module types. Read once from the schema files inside the assembly.</summary>
public sealed class ModuleSchemaCatalog
{
    private static readonly Lazy<ModuleSchemaCatalog> Shared = new(ReadEmbedded);
    private readonly Dictionary<string, ModuleSchema> byType;
    private readonly Dictionary<(CloudKind Cloud, string Name), ModuleSchema> byName = [];

    internal ModuleSchemaCatalog(IEnumerable<ModuleSchema> schemas)
    {
        All = [.. schemas.OrderBy(schema => schema.Type, StringComparer.Ordinal)];
        byType = All.ToDictionary(schema => schema.Type, StringComparer.Ordinal);
        foreach (var schema in All)
        {
            foreach (var cloud in schema.Clouds)
            {
                foreach (var name in (string[])[schema.Type, .. cloud != CloudKind.Cluster || schema.AliasOnCluster ? schema.Aliases : []])
                {
                    byName.Add((cloud, name), schema);
                }
            }
        }
    }

    /// <summary>The catalogue of this version; immutable.</summary>
    public static ModuleSchemaCatalog Default => Shared.Value;

    /// <summary>All types, sorted by name.</summary>
    public IReadOnlyList<ModuleSchema> All { get; }

    /// <summary>Finds a full type, or null.</summary>
    public ModuleSchema? Find(string type) => byType.GetValueOrDefault(type);

    /// <summary>What a written type (full or short) means on a cloud, or null.</summary>
    public ModuleSchema? Resolve(string writtenType, CloudKind cloud) => byName.GetValueOrDefault((cloud, writtenType));

    /// <summary>All names, full and short, that are valid on a cloud.</summary>
    public IEnumerable<string> NamesOn(CloudKind cloud) => byName.Keys.Where(key => key.Cloud == cloud).Select(key => key.Name).Order(StringComparer.Ordinal);

    /// <summary>The clouds on which a written type means something.</summary>
    public IEnumerable<CloudKind> CloudsOf(string writtenType) => byName.Keys.Where(key => key.Name == writtenType).Select(key => key.Cloud).Distinct().Order();

    private static ModuleSchemaCatalog ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith("schemas/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var reader = new SchemaReader();
        return new ModuleSchemaCatalog(names.Select(name => reader.Read(name, Text(assembly, name))).OfType<ModuleSchema>().ToList());
    }

    private static string Text(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var text = new StreamReader(stream, Encoding.UTF8);
        return text.ReadToEnd();
    }
}
