using System.Text.Json.Nodes;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Aws.Dns;

/// <summary>
/// A public hosted zone and, once the parent zone delegates to it, a certificate for the domain and everything one label below it. Whether it delegates
/// the preflight measures before the first change: a certificate asked for too early would be waited for without end.
/// </summary>
internal sealed class AwsDnsModule : IModule
{
    /// <summary>The module's type.</summary>
    public const string TypeName = "aws-dns";

    /// <inheritdoc/>
    public string Type => TypeName;

    /// <inheritdoc/>
    public void Build(ModuleContext context, GraphBuilder graph)
    {
        context.RefuseIfUsed(
            "upload_cert",
            "Importing a certificate",
            "Set delegated: true, so that a certificate is made; or import yours into ACM and give its ARN as cert_arn of the module k8s-base.");
        RefuseOtherLinks(context);

        var domain = context.Inputs.GetString("domain").TrimEnd('.').ToLowerInvariant();
        var zone = graph.Aws("zone", "Route53::HostedZone", new JsonObject
        {
            ["Name"] = domain + ".",
            ["HostedZoneConfig"] = new JsonObject { ["Comment"] = $"OptaPS environment {context.Environment}" },
        });
        JsonNode? certificate = null;
        if (context.Inputs.GetBool("delegated"))
            certificate = AddCertificate(graph, domain, zone).Ref("CertificateArn");

        graph.Output("zone_id", zone.Ref("Id"));
        graph.Output("name_servers", zone.Ref("NameServers"));
        graph.Output("domain", domain);
        graph.Output("cert_arn", certificate);
    }

    // The handler writes the validation record into the zone by itself and is done when the certificate is issued.
    private static ResourceHandle AddCertificate(GraphBuilder graph, string domain, ResourceHandle zone)
    {
        string[] names = [domain, "*." + domain];
        return graph.Aws("certificate", "CertificateManager::Certificate", new JsonObject
        {
            ["DomainName"] = domain,
            ["SubjectAlternativeNames"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            ["ValidationMethod"] = "DNS",
            ["DomainValidationOptions"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["DomainName"] = name, ["HostedZoneId"] = zone.Ref("Id") })]),
        });
    }

    // That the named module exists is checked with the file.
    private static void RefuseOtherLinks(ModuleContext context)
    {
        if (context.Inputs.FindString("linked_module") is { Length: > 0 } link && context.Named(link) is { } linked && linked.Type != "aws-k8s-base")
            context.Refuse("linked_module", $"A zone for a module of the type '{linked.Type}'", "Name the k8s-base module, or leave linked_module out.");
    }
}
