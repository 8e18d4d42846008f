using System.Text.RegularExpressions;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Reading;

/// <summary>
/// Finds values that look like secrets: by the name of their key (or of the variable in a <c>{name, value}</c> item) and by their own form. They are hidden
/// in all excerpts, and a warning is given unless the value is only a reference.
/// </summary>
internal static partial class SecretScan
{
    private static readonly string[] Structural = ["name", "type", "image", "path", "description"];

    public static void Run(LoadContext context, MappingNode root) => Visit(context, root, null, new HashSet<SourceNode>(ReferenceEqualityComparer.Instance));

    private static void Visit(LoadContext context, SourceNode node, string? key, HashSet<SourceNode> seen)
    {
        if (node is not ScalarNode && !seen.Add(node))
        {
            return;
        }

        switch (node)
        {
            case MappingNode map:
                var named = map.Find("name")?.Value is ScalarNode name && map.Find("value") is not null ? name.Text : null;
                var inputVariable = map.Find("name")?.Value is ScalarNode declared && map.Find("default") is not null && map.Find("type") is null ? declared.Text : null;
                foreach (var entry in map.Entries)
                {
                    var label = entry.Name switch { "value" when named is not null => named, "default" when inputVariable is not null => inputVariable, _ => entry.Name };
                    Visit(context, entry.Value, label, seen);
                }

                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    Visit(context, item, null, seen);
                }

                break;
            case ScalarNode { Resolved: ConfigScalar } scalar when LooksSecret(scalar.Text, key, out var why):
                Hide(context.Source, scalar);
                context.Warning(Codes.ClearSecret, scalar, $"{why} stands in the file in clear text.", remedy: "Set it with 'opta secret update' or pass it with --var, and take a value that was committed out of use.");
                break;
        }
    }

    private static bool LooksSecret(string text, string? key, out string why)
    {
        why = string.Empty;
        if (text.Length is 0 or > 65536 || ReferencesOnly().IsMatch(text))
        {
            return false;
        }

        if (KnownForm().Match(text) is { Success: true } form)
        {
            why = form.Groups["pem"].Success ? "A private key" : form.Groups["aws"].Success ? "An AWS access key" : form.Groups["url"].Success ? "A password inside an address" : "An access token";
            return true;
        }

        if (key is not null && !Structural.Contains(key, StringComparer.Ordinal) && SecretName().IsMatch(key) && !NotSecretName().IsMatch(key) && IsValue(text))
        {
            why = $"The value of {Quote.Of(key)}";
            return true;
        }

        return false;
    }

    // Names of other things (paths, addresses, names of secrets, flags) are no secrets; a rename map gives variable names in upper case.
    private static bool IsValue(string text) =>
        text.Length >= 4 && !text.Contains('{', StringComparison.Ordinal) && text is not ("true" or "false" or "null") && !text.StartsWith('/') && !text.StartsWith("./", StringComparison.Ordinal)
        && !text.StartsWith("arn:", StringComparison.Ordinal) && !VariableName().IsMatch(text);

    private static void Hide(SourceText source, ScalarNode node)
    {
        source.HideText(node.Text, node.Line);
        var last = Math.Max(node.Line, node.EndLine);
        for (var line = node.Line; line <= last; line++)
        {
            source.Hide(line, line == node.Line ? node.Column : 1, line == last && last == node.Line && node.EndColumn > node.Column ? node.EndColumn - node.Column : int.MaxValue);
        }
    }

    [GeneratedRegex(@"\A\s*(?:\$?\{\{?[A-Za-z_][^{}]*\}\}?\s*)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ReferencesOnly();

    [GeneratedRegex(@"(?<pem>-----BEGIN [A-Z ]*PRIVATE KEY-----)|(?<aws>\b(?:AKIA|ASIA)[A-Z0-9]{16}\b)|(?<url>\b[a-z][a-z0-9+]{1,20}://[^\s/:@{}]{1,128}:[^\s/@{}]{3,256}@)|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abpr]-[A-Za-z0-9-]{10,}|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex KnownForm();

    [GeneratedRegex(@"passw(or)?d|passphrase|secret|(api|access|private|auth|account|encryption|signing|app)[_-]?key|token|credential", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(file|path|name|id|arn|url|uri|host|ttl|expiry|expires?|length|count|enabled|type|parameter|ref|kms|account_key|output)$|^secrets?$|^k8s_access_token$|tokenizer|public", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex NotSecretName();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9]*(_[A-Z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex VariableName();
}
