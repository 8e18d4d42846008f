using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Reading;

/// <summary>A file after its top level was checked, before its modules are bound.</summary>
internal sealed record LayerDraft(LoadContext Context, MappingNode Root, LayerKind Kind, string Name, ScalarNode? NameNode, string OrgName)
{
    public SourceNode? Find(string key) => Root.Find(key)?.Value;
}
