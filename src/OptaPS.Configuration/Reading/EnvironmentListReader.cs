using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Parents;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Reads <c>environments</c> of a service file and picks one.</summary>
internal sealed class EnvironmentListReader(LayerDraft draft)
{
    private static readonly string[] Keys = ["name", "path", "variables", "vars"];
    private readonly LoadContext context = draft.Context;

    public List<(EnvironmentReference Entry, SourceNode PathNode)> Read()
    {
        var result = new List<(EnvironmentReference Entry, SourceNode PathNode)>();
        var node = draft.Find("environments")!;
        if (node is not SequenceNode { Items.Count: > 0 } list)
        {
            context.Error(Codes.Environments, node, "The key 'environments' lists nothing.", "a list of maps with name and path");
            return result;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in list.Items.TakeWhile(_ => !context.Findings.IsFull))
        {
            if (ReadOne(item) is not { } entry)
            {
                continue;
            }

            if (!names.Add(entry.Entry.Name))
            {
                context.Error(Codes.Environments, item, $"The environment {Quote.Of(entry.Entry.Name)} is listed twice.", "different names");
                continue;
            }

            if (!files.TryAdd(FullPath(entry.Entry.Path), entry.Entry.Name))
            {
                context.Error(Codes.Environments, entry.PathNode, $"The environments {Quote.Of(files[FullPath(entry.Entry.Path)])} and {Quote.Of(entry.Entry.Name)} are the same file.", "different files");
            }

            result.Add(entry);
        }

        return result;
    }

    private string FullPath(string path) =>
        GitAddress.IsOne(path) || path.Contains('\0', StringComparison.Ordinal) ? path : Path.GetFullPath(path, context.BaseDirectory);

    /// <summary>The entry to use, or null when a finding was recorded.</summary>
    public (EnvironmentReference Entry, SourceNode PathNode)? Choose(List<(EnvironmentReference Entry, SourceNode PathNode)> entries)
    {
        var names = entries.ConvertAll(entry => entry.Entry.Name);
        if (entries.Count == 0)
        {
            return null;
        }

        if (context.Options.EnvironmentName is { } wanted)
        {
            var index = names.IndexOf(wanted);
            if (index >= 0)
            {
                return entries[index];
            }

            context.Error(Codes.EnvironmentUnknown, draft.Find("environments")!, $"The service has no environment {Quote.Of(wanted)}.", string.Join(", ", names), NearestName.Of(wanted, names));
            return null;
        }

        if (entries.Count == 1)
        {
            return entries[0];
        }

        context.Error(Codes.EnvironmentNotChosen, draft.Find("environments")!, "The service may go to several environments and none is chosen.", string.Join(", ", names), remedy: "Name one with --env (in PowerShell: -Environment).");
        return null;
    }

    private (EnvironmentReference Entry, SourceNode PathNode)? ReadOne(SourceNode item)
    {
        if (item is not MappingNode map)
        {
            context.Error(Codes.Environments, item, $"An environment is listed by a map, not by {Quote.A(item.KindName)}.", "name, path, variables");
            return null;
        }

        foreach (var entry in map.Entries.Where(entry => !Keys.Contains(entry.Name, StringComparer.Ordinal)))
        {
            context.Error(Codes.Environments, entry.Key, $"{Quote.Of(entry.Name)} is no key of an environment entry.", string.Join(", ", Keys), NearestName.Of(entry.Name, Keys));
        }

        var name = Text(map, "name");
        var path = Text(map, "path");
        var variables = Variables(map);
        return name is null || path is null
            ? null
            : (new EnvironmentReference(name, path, variables, context.At(map)), map.Find("path")!.Value);
    }

    private string? Text(MappingNode map, string key)
    {
        var node = map.Find(key)?.Value;
        if (node is ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text, Text.Length: > 0 } } scalar)
        {
            if (!scalar.Text.Contains('{', StringComparison.Ordinal))
            {
                return scalar.Text;
            }

            context.Error(Codes.NotAllowedHere, node, $"The key '{key}' of an environment entry cannot hold references.", "plain text");
            return null;
        }

        context.Error(Codes.Environments, node ?? map, $"An environment entry needs '{key}'.", "text");
        return null;
    }

    private ConfigMap Variables(MappingNode map)
    {
        var entries = new List<ConfigMapEntry>();
        var byKey = new Dictionary<string, ConfigMapEntry>(StringComparer.Ordinal);
        foreach (var key in (string[])["variables", "vars"])
        {
            var node = map.Find(key)?.Value;
            if (node is MappingNode values)
            {
                foreach (var entry in ((ConfigMap)PlainValues.Of(values, context.Source)).Entries)
                {
                    if (byKey.TryAdd(entry.Key, entry))
                    {
                        entries.Add(entry);
                    }
                    else if (byKey[entry.Key].Value.ToJson()?.ToJsonString() != entry.Value.ToJson()?.ToJsonString())
                    {
                        context.Error(Codes.VariableConflict, values.Find(entry.Key)!.Key, $"The variable {Quote.Of(entry.Key)} has different values under 'variables' and 'vars'.", "one value");
                    }
                }
            }
            else if (node is not (null or ScalarNode { IsNull: true }))
            {
                context.Error(Codes.Environments, node, $"The key '{key}' is {Quote.A(node.KindName)}.", "a map of names and values");
            }
        }

        return new ConfigMap(entries, entries.Count > 0 ? entries[0].KeyLocation ?? new SourceLocation(context.Source.DisplayPath, 1, 1) : null);
    }
}
