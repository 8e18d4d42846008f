using System.Text.RegularExpressions;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Validation;

/// <summary>Checks the lengths of names that clouds limit, before anything is made.</summary>
internal sealed partial class NameLimits(LoadContext context, string environment, string layer)
{
    public void Check(ModuleDraft draft)
    {
        foreach (var limit in draft.Schema.Names)
        {
            var name = limit.Template.Replace("{env}", environment, StringComparison.Ordinal)
                .Replace("{layer}", layer, StringComparison.Ordinal).Replace("{module}", draft.Name, StringComparison.Ordinal);
            if (name.Length > limit.Maximum)
            {
                context.Error(
                    Codes.NameTooLong,
                    draft.NameNode,
                    $"The name of the {limit.What}, {Quote.Clean(name, 120)}, has {name.Length} characters.",
                    $"at most {limit.Maximum} characters",
                    remedy: $"Shorten {Parts(limit.Template)} by {name.Length - limit.Maximum}.");
            }
        }

        if (draft.Schema.KubernetesName && draft.Node.Find("name") is not null && !DnsLabel().IsMatch(draft.Name))
        {
            context.Error(Codes.ModuleName, draft.NameNode, $"The module name {Quote.Of(draft.Name)} becomes a Kubernetes name.", "lower-case letters and digits, beginning with a letter", draft.Name.ToLowerInvariant() is var lower && DnsLabel().IsMatch(lower) ? lower : null);
        }
    }

    private static string Parts(string template) => string.Join(" or ", new[]
    {
        (Mark: "{env}", Text: "the environment's name"), (Mark: "{layer}", Text: "the layer's name"), (Mark: "{module}", Text: "the module's name"),
    }.Where(part => template.Contains(part.Mark, StringComparison.Ordinal)).Select(part => part.Text));

    [GeneratedRegex(@"\A[a-z][a-z0-9]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DnsLabel();
}
