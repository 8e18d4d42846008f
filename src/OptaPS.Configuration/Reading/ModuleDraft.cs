using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Reading;

/// <summary>A module entry whose type and name are known and whose inputs are not read yet.</summary>
internal sealed record ModuleDraft(MappingNode Node, ModuleSchema Schema, ScalarNode TypeNode, string Name, SourceNode NameNode);
