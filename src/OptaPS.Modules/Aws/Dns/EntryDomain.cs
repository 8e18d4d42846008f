using System.Text.Json.Nodes;
using OptaPS.Configuration.Layers;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Aws.Dns;

/// <summary>The domain of an environment's entry: from the inputs of k8s-base, else from the dns module when it is linked to nothing else.</summary>
/// <param name="Domain">The domain, or null.</param>
/// <param name="Zone">The zone's identifier, maybe an expression; or null.</param>
/// <param name="Certificate">The ARN of the load balancer's certificate, maybe an expression; null when it passes TLS through to the entry's own.</param>
internal sealed record EntryDomain(string? Domain, JsonNode? Zone, JsonNode? Certificate)
{
    /// <summary>What holds for the module that is built.</summary>
    public static EntryDomain Of(ModuleContext context)
    {
        var dns = context.Sibling(AwsDnsModule.TypeName) is { } sibling && IsLinked(context, sibling) ? sibling : null;
        JsonNode? Choose(string input, string output) =>
            context.Inputs.FindString(input) is { Length: > 0 } ? context.Value(input) : dns is null ? null : context.OutputOf(dns, output);

        // A self-signed certificate that was asked for comes before every other.
        var certificate = context.Inputs.GetBool("expose_self_signed_ssl") ? null : Choose("cert_arn", "cert_arn");
        return new EntryDomain(Choose("domain", "domain")?.ToString().TrimEnd('.').ToLowerInvariant(), Choose("zone_id", "zone_id"), certificate);
    }

    /// <summary>The ARN of the zone.</summary>
    public JsonNode ZoneArn() => ExpressionReader.IsExpression(Zone)
        ? Expression.Concat("arn:aws:route53:::hostedzone/", Zone!.DeepClone())
        : "arn:aws:route53:::hostedzone/" + Zone;

    private static bool IsLinked(ModuleContext context, ModuleDeclaration dns) =>
        dns.Inputs.FindString("linked_module") is not { Length: > 0 } link || context.Named(link)?.Name == context.Name;
}
