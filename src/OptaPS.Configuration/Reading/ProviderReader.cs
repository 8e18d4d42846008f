using System.Text.RegularExpressions;
using OptaPS.Configuration.Interpolation;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Reads <c>providers</c>, or <c>cluster</c> of a bring-your-own-cluster file.</summary>
internal sealed partial class ProviderReader(LayerDraft draft, Interpolator interpolator)
{
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["aws"] = ["region", "account_id"],
        ["google"] = ["region", "project"],
        ["azurerm"] = ["location", "tenant_id", "subscription_id"],
        ["local"] = [],
    };

    private readonly LoadContext context = draft.Context;

    /// <summary>The provider, or null when a finding was recorded.</summary>
    public CloudProvider? Read()
    {
        if (draft.Kind == LayerKind.Cluster)
        {
            return ReadCluster();
        }

        var node = draft.Find("providers");
        switch (node)
        {
            case null:
                return null;
            case MappingNode { Entries.Count: > 0 } map:
                return ReadCloud(map);
            default:
                context.Error(Codes.Providers, node, "The key 'providers' names no cloud.", "one of aws, google, azurerm, local", remedy: "For a local cluster write 'local: {}'.");
                return null;
        }
    }

    private CloudProvider? ReadCloud(MappingNode providers)
    {
        foreach (var entry in providers.Entries.Where(entry => !Keys.ContainsKey(entry.Name)))
        {
            context.Error(Codes.Providers, entry.Key, $"{Quote.Of(entry.Name)} is no cloud.", "aws, google, azurerm, local", CloudNearest(entry.Name));
        }

        var clouds = providers.Entries.Where(entry => Keys.ContainsKey(entry.Name)).ToList();
        if (clouds.Count > 1)
        {
            context.Error(Codes.Providers, clouds[1].Key, "An environment lives in one cloud, but several are named.", "exactly one of aws, google, azurerm, local");
        }

        if (clouds.Count == 0)
        {
            return null;
        }

        var (cloud, value) = (clouds[0].Name, clouds[0].Value);
        if (value is not MappingNode map || (map.Entries.Count == 0 && cloud != "local"))
        {
            if (cloud == "local" && value is ScalarNode { IsNull: true })
            {
                context.Error(Codes.Providers, clouds[0].Key, "The local provider is written as an empty map.", "local: {}");
            }
            else
            {
                context.Error(Codes.Providers, clouds[0].Key, $"The provider '{cloud}' has no settings.", cloud == "local" ? "local: {}" : string.Join(", ", Keys[cloud]));
            }

            return null;
        }

        return ReadSettings(cloud, clouds[0].Key, map);
    }

    private CloudProvider? ReadSettings(string cloud, ScalarNode at, MappingNode map)
    {
        foreach (var entry in map.Entries.Where(entry => !Keys[cloud].Contains(entry.Name, StringComparer.Ordinal)))
        {
            context.Error(Codes.ProviderKey, entry.Key, $"{Quote.Of(entry.Name)} is no setting of the provider '{cloud}'.", Keys[cloud].Length == 0 ? "no settings" : string.Join(", ", Keys[cloud]), NearestName.Of(entry.Name, Keys[cloud]));
        }

        var values = Keys[cloud].Select(key => Setting(cloud, key, at, map)).ToArray();
        if (Array.Exists(values, value => value is null))
        {
            return null;
        }

        var place = context.At(at);
        return cloud switch
        {
            "aws" => new AwsProvider(values[0]!, values[1]!.PadLeft(12, '0'), place),
            "google" => new GoogleProvider(values[0]!, values[1]!, place),
            "azurerm" => new AzureProvider(values[0]!, values[1]!, values[2]!, place),
            _ => new LocalProvider(place),
        };
    }

    private string? Setting(string cloud, string key, ScalarNode at, MappingNode map)
    {
        var node = map.Find(key)?.Value;
        if (node is null or ScalarNode { IsNull: true })
        {
            context.Error(Codes.ProviderKey, node is null ? at : map.Find(key)!.Key, $"The provider '{cloud}' needs '{key}'.", Form(key));
            return null;
        }

        var text = node is ScalarNode scalar ? Known(scalar, key) : null;
        if (node is not ScalarNode)
        {
            context.Error(Codes.ProviderKey, node, $"The setting '{key}' is {Quote.A(node.KindName)}.", Form(key));
            return null;
        }

        if (text is null || Pattern(key).IsMatch(text))
        {
            return text;
        }

        if (key is "tenant_id" or "subscription_id" or "project")
        {
            context.Warning(Codes.ProviderKey, node, $"The setting '{key}' does not look right: {Quote.Of(text)}.", Form(key));
            return text;
        }

        context.Error(Codes.ProviderKey, node, $"The setting '{key}' cannot be {Quote.Of(text)}.", Form(key));
        return null;
    }

    private string? Known(ScalarNode node, string key)
    {
        if (!TextParser.MayHoldReferences(node.Text))
        {
            return node.Text;
        }

        switch (interpolator.Resolve(node, out _))
        {
            case null:
                return null;
            case ConfigScalar scalar:
                return scalar.Text;
            default:
                context.Error(Codes.NotAllowedHere, node, $"The setting '{key}' must be known when the file is read.", "a value, or {vars.<name>}");
                return null;
        }
    }

    private ClusterProvider? ReadCluster()
    {
        var start = draft.Root.Entries.Count > 0 ? (SourceNode)draft.Root.Entries[0].Key : draft.Root;
        var node = draft.Find("cluster");
        if (node is null)
        {
            context.Warning(Codes.AmbientCluster, start, "The file names no cluster, so the current context of the default kubeconfig is used.", remedy: "Name it:  cluster: { context: <name> }");
            return new ClusterProvider(null, null, context.At(start));
        }

        if (node is not MappingNode map)
        {
            context.Error(Codes.WrongKeyType, node, $"The key 'cluster' is {Quote.A(node.KindName)}.", "a map with 'context' and, if needed, 'kubeconfig'");
            return null;
        }

        string[] keys = ["context", "kubeconfig"];
        foreach (var entry in map.Entries.Where(entry => !keys.Contains(entry.Name, StringComparer.Ordinal)))
        {
            context.Error(Codes.ProviderKey, entry.Key, $"{Quote.Of(entry.Name)} is no setting of 'cluster'.", string.Join(", ", keys), NearestName.Of(entry.Name, keys));
        }

        foreach (var entry in map.Entries.Where(entry => entry.Value is not ScalarNode))
        {
            context.Error(Codes.ProviderKey, entry.Value, $"The setting {Quote.Of(entry.Name)} is {Quote.A(entry.Value.KindName)}.", "text");
        }

        var name = map.Find("context")?.Value is ScalarNode { IsNull: false } contextNode ? Known(contextNode, "context") : null;
        var file = map.Find("kubeconfig")?.Value is ScalarNode { IsNull: false } fileNode ? Known(fileNode, "kubeconfig") : null;
        if (map.Find("context") is null)
        {
            context.Warning(Codes.AmbientCluster, map, "The cluster has no context, so the current one of the kubeconfig is used.", remedy: "Add 'context: <name>'.");
        }

        return new ClusterProvider(name, file is null || file.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(Home(file), context.BaseDirectory), context.At(map));
    }

    private static string Home(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;

    private static string? CloudNearest(string name) => name.ToLowerInvariant() switch
    {
        "gcp" or "gcloud" => "google",
        "azure" => "azurerm",
        "amazon" => "aws",
        "kind" or "minikube" => "local",
        _ => NearestName.Of(name, Keys.Keys),
    };

    private static Regex Pattern(string key) => key switch
    {
        "account_id" => Digits(),
        "tenant_id" or "subscription_id" => Id(),
        "project" => Project(),
        _ => Region(),
    };

    private static string Form(string key) => key switch
    {
        "account_id" => "the account's 12 digits",
        "tenant_id" or "subscription_id" => "an id such as 00000000-0000-0000-0000-000000000000",
        "project" => "a project id such as my-project-123",
        _ => "a region such as us-east-1, in lower case",
    };

    [GeneratedRegex(@"\A[0-9]{1,12}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A[0-9A-Za-z]{8}-([0-9A-Za-z]{4}-){3}[0-9A-Za-z]{12}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A([a-z0-9.-]+:)?[a-z][a-z0-9-]{2,61}[a-z0-9]\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Project();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Region();
}
