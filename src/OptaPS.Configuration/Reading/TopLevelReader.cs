using System.Text.RegularExpressions;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Checks the top level of a file and finds out its kind.</summary>
internal static partial class TopLevelReader
{
    private static readonly string[] CommonKeys = ["name", "modules", "input_variables"];

    public static LayerDraft? Read(LoadContext context)
    {
        var root = YamlReader.Read(context.Source, context.Findings);
        if (root is ScalarNode { IsNull: true })
        {
            context.Error(Codes.Empty, root, "The file is empty.", "a map with at least 'name' and 'modules'");
            return null;
        }

        if (root is not MappingNode map)
        {
            if (root is not null)
            {
                context.Error(Codes.NotAMap, root, $"The file is {Quote.A(root.KindName)}, not a map.", "a map with at least 'name' and 'modules'");
            }

            return null;
        }

        SecretScan.Run(context, map);
        var kind = KindOf(map);
        CheckKeys(context, map, kind);
        var nameNode = map.Find("name")?.Value as ScalarNode;
        var name = Text(context, map, "name", required: true) ?? string.Empty;
        CheckLayerName(context, nameNode, name);
        var org = Text(context, map, "org_name", required: kind == LayerKind.Environment) ?? string.Empty;
        if (org.Length > 0 && !OrgPattern().IsMatch(org))
        {
            context.Error(Codes.OrgName, map.Find("org_name")!.Value, $"The organisation name {Quote.Of(org)} is not allowed.", "at most 15 lower-case letters, digits and dashes");
        }

        return new LayerDraft(context, map, kind, name, nameNode, org);
    }

    /// <summary>A text at the top level, or null; records a finding when it is missing though required, not text, or holds braces.</summary>
    private static string? Text(LoadContext context, MappingNode map, string key, bool required)
    {
        var node = map.Find(key)?.Value;
        if (node is null or ScalarNode { IsNull: true })
        {
            if (required)
            {
                context.Error(Codes.MissingKey, node ?? map, $"The key '{key}' is required and missing.", "text");
            }

            return null;
        }

        if (node is not ScalarNode { Resolved: ConfigScalar { Kind: ScalarKind.Text } } scalar)
        {
            context.Error(Codes.WrongKeyType, node, $"The key '{key}' is {Quote.A(node.KindName)}.", "text", remedy: node is ScalarNode plain ? $"Put it in quotes: \"{Quote.Clean(plain.Text, 40)}\"." : null);
            return null;
        }

        if (scalar.Text.Contains('{', StringComparison.Ordinal))
        {
            context.Error(Codes.NotAllowedHere, node, $"The key '{key}' cannot hold references.", "plain text");
            return null;
        }

        return scalar.Text;
    }

    private static void CheckLayerName(LoadContext context, ScalarNode? node, string name)
    {
        if (node is null || name.Length == 0)
        {
            if (node is { IsNull: false, Text.Length: 0 })
            {
                context.Error(Codes.LayerName, node, "The name is empty.", "lower-case letters, digits and dashes");
            }

            return;
        }

        if (!LayerPattern().IsMatch(name))
        {
            var fixedName = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
            context.Error(Codes.LayerName, node, $"The name {Quote.Of(name)} is not allowed.", "lower-case letters, digits and dashes, beginning and ending with a letter or digit", fixedName.Length == 0 ? null : fixedName);
        }
        else if (name.Length > 63)
        {
            context.Error(Codes.NameTooLong, node, $"The name has {name.Length} characters.", "at most 63, because it becomes a Kubernetes namespace");
        }
    }

    private static LayerKind KindOf(MappingNode map)
    {
        if (map.Find("environments") is not null)
        {
            return LayerKind.Service;
        }

        if (map.Find("providers") is not null)
        {
            return LayerKind.Environment;
        }

        // Without both keys it is an own cluster, unless its modules make a cluster of their own.
        var makesCluster = map.Find("modules")?.Value is SequenceNode modules && modules.Items.OfType<MappingNode>().Any(item =>
            item.Find("type")?.Value is ScalarNode { Text: "base" or "k8s-cluster" or "k8s-base" or "aws-base" or "gcp-base" or "azure-base" or "aws-eks" or "gcp-gke" or "azure-aks" });
        return map.Find("cluster") is null && makesCluster ? LayerKind.Environment : LayerKind.Cluster;
    }

    private static void CheckKeys(LoadContext context, MappingNode map, LayerKind kind)
    {
        string[] allowed = kind switch
        {
            LayerKind.Environment => [.. CommonKeys, "org_name", "providers"],
            LayerKind.Service => [.. CommonKeys, "environments"],
            _ => [.. CommonKeys, "org_name", "cluster"],
        };
        string[] known = [.. CommonKeys, "org_name", "providers", "environments", "cluster"];
        foreach (var entry in map.Entries.Where(entry => !allowed.Contains(entry.Name, StringComparer.Ordinal)).TakeWhile(_ => !context.Findings.IsFull))
        {
            if (known.Contains(entry.Name, StringComparer.Ordinal))
            {
                var what = kind switch { LayerKind.Environment => "an environment file", LayerKind.Service => "a service file (it has 'environments')", _ => "a file for a cluster of your own" };
                context.Error(Codes.KeyNotHere, entry.Key, $"The key '{entry.Name}' does not belong in {what}.", string.Join(", ", allowed));
            }
            else
            {
                context.Error(Codes.UnknownTopLevelKey, entry.Key, $"The key {Quote.Of(entry.Name)} is not known.", string.Join(", ", allowed), NearestName.Of(entry.Name, allowed));
            }
        }

        if (kind == LayerKind.Environment && map.Find("providers") is null)
        {
            context.Error(Codes.MissingKey, map, "The key 'providers' is required and missing.", "a map with one of aws, google, azurerm, local");
        }

        if (map.Find("modules")?.Value is not SequenceNode)
        {
            var node = map.Find("modules")?.Value;
            context.Error(node is null or ScalarNode { IsNull: true } ? Codes.MissingKey : Codes.WrongKeyType, node ?? map, node is null ? "The key 'modules' is required and missing." : "The key 'modules' is not a list.", "a list of modules, each with a 'type'");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LayerPattern();

    [GeneratedRegex(@"\A[a-z0-9-]{0,15}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OrgPattern();
}
