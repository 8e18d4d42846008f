using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Reads <c>links</c>: plain names, names with permissions, names with a rename map.</summary>
internal sealed class LinkReader(LoadContext context, IReadOnlyDictionary<string, ModuleDraft> drafts)
{
    public List<ModuleLink> Read(ModuleDraft draft)
    {
        var result = new List<ModuleLink>();
        if (draft.Schema.LinksTo.Count == 0 || draft.Node.Find("links")?.Value is not SequenceNode list)
        {
            return result;
        }

        var injected = new Dictionary<string, string>(StringComparer.Ordinal);
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items.TakeWhile(_ => !context.Findings.IsFull))
        {
            if (ReadOne(draft, item) is not { } link)
            {
                continue;
            }

            if (!targets.Add(link.Target))
            {
                context.Error(Codes.LinkClash, item, $"The module {Quote.Of(link.Target)} is linked twice.", "one link per module");
                continue;
            }

            foreach (var name in link.Injected.Values)
            {
                if (!injected.TryAdd(name, link.Target))
                {
                    context.Error(Codes.LinkClash, item, $"The links to {Quote.Of(injected[name])} and {Quote.Of(link.Target)} both inject {Quote.Of(name)}.", "different names", remedy: "Give one of them a rename map.");
                }
            }

            result.Add(link);
        }

        return result;
    }

    private ModuleLink? ReadOne(ModuleDraft draft, SourceNode item)
    {
        switch (item)
        {
            case ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } name:
                return Make(draft, name, null);
            case MappingNode { Entries.Count: 1 } map:
                return Make(draft, map.Entries[0].Key, map.Entries[0].Value);
            case MappingNode map:
                context.Error(Codes.LinkTarget, map, $"A link has {map.Entries.Count} keys.", "a module name, or one module name with permissions or a rename map");
                return null;
            default:
                // The kind of the item was reported when the input was bound.
                return null;
        }
    }

    private ModuleLink? Make(ModuleDraft draft, ScalarNode name, SourceNode? argument)
    {
        var target = name.Text == draft.Name ? null : drafts.GetValueOrDefault(name.Text);
        if (target is null)
        {
            var candidates = drafts.Values.Where(other => other != draft && draft.Schema.LinksTo.Contains(other.Schema.Type, StringComparer.Ordinal)).Select(other => other.Name).Take(100).ToList();
            context.Error(Codes.LinkTarget, name, $"No other module of this file is named {Quote.Of(name.Text)}.", candidates.Count == 0 ? "the name of a module in this file" : string.Join(", ", candidates), NearestName.Of(name.Text, candidates));
            return null;
        }

        if (!draft.Schema.LinksTo.Contains(target.Schema.Type, StringComparer.Ordinal) || target.Schema.Link is not { } link)
        {
            context.Error(Codes.LinkType, name, $"A module of type '{draft.Schema.Type}' cannot link to one of type '{target.Schema.Type}'.", string.Join(", ", draft.Schema.LinksTo));
            return null;
        }

        var permissions = link.Injects.Count == 0 ? Permissions(argument, link.Permissions, link.DefaultPermissions, name.Text) : [];
        var injected = link.Injects.Count > 0 ? Injected(argument, link.Injects, name.Text) : [];
        return permissions is null || injected is null ? null : new ModuleLink(name.Text, target.Schema.Type, permissions, injected, context.At(name));
    }

    private List<string>? Permissions(SourceNode? argument, IReadOnlyList<string> allowed, IReadOnlyList<string> plain, string target)
    {
        var items = argument switch
        {
            null or ScalarNode { IsNull: true } => null,
            SequenceNode list => list.Items,
            var single => [single],
        };
        if (items is null || (items.Count == 0 && allowed.Count > 0))
        {
            return [.. plain];
        }

        var result = new List<string>();
        foreach (var item in items)
        {
            if (item is ScalarNode scalar && allowed.Contains(scalar.Text, StringComparer.Ordinal))
            {
                result.Add(scalar.Text);
                continue;
            }

            var written = item is ScalarNode text ? Quote.Of(text.Text) : item.KindName;
            context.Error(Codes.LinkPermission, item, $"{written} is no permission for the link to {Quote.Of(target)}.", allowed.Count == 0 ? "no permissions" : string.Join(", ", allowed), item is ScalarNode near ? NearestName.Of(near.Text, allowed) : null);
            return null;
        }

        return [.. result.Distinct(StringComparer.Ordinal)];
    }

    private Dictionary<string, string>? Injected(SourceNode? argument, IReadOnlyList<string> outputs, string target)
    {
        var map = argument switch
        {
            SequenceNode { Items: [MappingNode only] } => only,
            MappingNode direct => direct,
            _ => null,
        };
        if (argument is null or ScalarNode { IsNull: true } or SequenceNode { Items.Count: 0 })
        {
            return outputs.ToDictionary(output => output, output => $"{target}_{output}", StringComparer.Ordinal);
        }

        if (map is null)
        {
            context.Error(Codes.LinkRename, argument, $"The link to {Quote.Of(target)} takes no permissions.", "nothing, or one map that renames " + string.Join(", ", outputs));
            return null;
        }

        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!outputs.Contains(entry.Name, StringComparer.Ordinal))
            {
                context.Error(Codes.LinkRename, entry.Key, $"{Quote.Of(entry.Name)} is not injected by {Quote.Of(target)}.", string.Join(", ", outputs), NearestName.Of(entry.Name, outputs));
            }
            else if (entry.Value is ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } name && IsVariableName(name.Text))
            {
                result[entry.Name] = name.Text;
            }
            else
            {
                context.Error(Codes.LinkRename, entry.Value, $"The new name of '{entry.Name}' is not usable as a variable.", "letters, digits and _, not beginning with a digit");
            }
        }

        var missing = outputs.Where(output => map.Find(output) is null).ToList();
        if (missing.Count > 0)
        {
            context.Error(Codes.LinkRename, map, $"The rename map leaves out {string.Join(", ", missing)}.", "a new name for each of " + string.Join(", ", outputs));
        }

        return result.Count == outputs.Count ? result : null;
    }

    private static bool IsVariableName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-');
}
