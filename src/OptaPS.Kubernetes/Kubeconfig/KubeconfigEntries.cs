using System.Text;
using OptaPS.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>Puts entries into the YAML tree of a kubeconfig; everything else in it stays as it is.</summary>
internal static class KubeconfigEntries
{
    private const string Marker = "optaps.dev";

    public static YamlMappingNode Empty() => Map(("apiVersion", Text("v1")), ("kind", Text("Config")), ("preferences", new YamlMappingNode()));

    public static void Put(YamlMappingNode document, KubeconfigExport export, string path)
    {
        Set(document, "clusters", "cluster", export.Name, Cluster(export), path);
        Set(document, "users", "user", export.Name, User(export), path);
        Set(document, "contexts", "context", export.Name, Context(export), path);
        if (export.SetCurrent || Member(document, "current-context") is not YamlScalarNode { Value.Length: > 0 })
            document.Children[new YamlScalarNode("current-context")] = Text(export.Name);
    }

    private static YamlMappingNode Cluster(KubeconfigExport export)
    {
        var cluster = Map(("server", Text(export.Server.ToString().TrimEnd('/'))));
        if (export.CaData is { } authority)
            cluster.Add("certificate-authority-data", Text(authority.Contains("-----BEGIN", StringComparison.Ordinal) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(authority)) : authority));
        if (export.TlsServerName is { } name)
            cluster.Add("tls-server-name", Text(name));
        return cluster;
    }

    private static YamlMappingNode User(KubeconfigExport export)
    {
        var exec = Map(
            ("apiVersion", Text("client.authentication.k8s.io/v1")),
            ("command", Text(export.Exec.Command)),
            ("args", new YamlSequenceNode(export.Exec.Arguments.Select(Text))),
            ("interactiveMode", Text("Never")),
            ("provideClusterInfo", new YamlScalarNode("false")));
        if (export.Exec.Variables.Count > 0)
            exec.Add("env", new YamlSequenceNode(export.Exec.Variables.Select(pair => Map(("name", Text(pair.Key)), ("value", Text(pair.Value))))));
        if (export.Exec.InstallHint is { } hint)
            exec.Add("installHint", Text(hint));
        return Map(("exec", exec));
    }

    private static YamlMappingNode Context(KubeconfigExport export)
    {
        var context = Map(("cluster", Text(export.Name)), ("user", Text(export.Name)));
        if (export.Namespace is { } name)
            context.Add("namespace", Text(name));
        return context;
    }

    private static void Set(YamlMappingNode document, string list, string member, string name, YamlMappingNode content, string path)
    {
        if (Member(document, list) is not YamlSequenceNode entries)
        {
            entries = [];
            document.Children[new YamlScalarNode(list)] = entries;
        }

        content.Add("extensions", new YamlSequenceNode(Map(("name", Text(Marker)), ("extension", Map(("managed", new YamlScalarNode("true")))))));
        var entry = Map(("name", Text(name)), (member, content));
        for (var i = 0; i < entries.Children.Count; i++)
        {
            if (Member(entries.Children[i], "name") is not YamlScalarNode { Value: { } known } || known != name)
                continue;
            if (!IsOurs(Member(entries.Children[i], member)))
                throw Foreign(list, name, path);
            entries.Children[i] = entry;
            return;
        }

        entries.Add(entry);
    }

    private static bool IsOurs(YamlNode? content) =>
        Member(content, "extensions") is YamlSequenceNode extensions && extensions.Any(extension => Member(extension, "name") is YamlScalarNode { Value: Marker });

    private static YamlNode? Member(YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    private static YamlMappingNode Map(params ReadOnlySpan<(string Name, YamlNode Value)> members)
    {
        var mapping = new YamlMappingNode();
        foreach (var (name, value) in members)
            mapping.Add(name, value);
        return mapping;
    }

    private static YamlScalarNode Text(string text) => new(text) { Style = IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted };

    // Quoted wherever a reader might see something else than a text.
    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or ':')
        && !text.EndsWith(':') && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");

    private static OptaException Foreign(string list, string name, string path) => new(new Diagnostic("OPTA4070", Severity.Error, $"The kubeconfig '{path}' has an entry '{name}' in {list} that OptaPS did not write.")
    {
        Remedy = "Export under another name, or into another file.",
        Category = DiagnosticCategory.ResourceExists,
    });
}
