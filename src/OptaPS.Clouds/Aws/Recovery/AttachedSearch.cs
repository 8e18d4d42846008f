using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Resources;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.Types;

namespace OptaPS.Clouds.Aws.Recovery;

/// <summary>
/// Finds what carries no tags by the resources that it hangs on. Routes, rules of groups and policies of buckets are not looked for: they go with theirs.
/// </summary>
internal sealed class AttachedSearch(CloudControlClient client, ResourceReader reader, AwsTypeTable types)
{
    private const string Template = "AWS::EC2::LaunchTemplate";
    private const string Attachment = "AWS::EC2::VPCGatewayAttachment";

    // By type the properties of which one names the resource that it hangs on.
    private static readonly (string Type, string[] Properties, string Parent)[] Listed =
    [
        ("AWS::EC2::SubnetRouteTableAssociation", ["RouteTableId", "SubnetId"], "AWS::EC2::RouteTable"),
        ("AWS::KMS::Alias", ["TargetKeyId"], "AWS::KMS::Key"),
    ];

    public async IAsyncEnumerable<MarkedResource> FindAsync(IReadOnlyList<MarkedResource> marked, string environment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var network in marked.Where(one => one.TypeName == "AWS::EC2::VPC"))
        {
            if (await reader.ReadAsync(Attachment, $"IGW|{network.Identifier}", Attachment, cancellationToken) is { } live)
                yield return Of(network, Attachment, live.Identifier, live.Properties);
        }

        foreach (var role in marked.Where(one => one.TypeName == "AWS::IAM::Role"))
        {
            foreach (var name in (role.Properties["Policies"] as JsonArray ?? []).Select(policy => policy?["PolicyName"]?.ToString()).OfType<string>())
            {
                if (await reader.ReadAsync("AWS::IAM::RolePolicy", $"{name}|{role.Identifier}", "AWS::IAM::RolePolicy", cancellationToken) is { } live)
                    yield return Of(role, "AWS::IAM::RolePolicy", live.Identifier, live.Properties);
            }
        }

        foreach (var (type, properties, parent) in Listed.Where(rule => marked.Any(one => one.TypeName == rule.Parent) && types.All.Any(row => row.Type == rule.Type)))
        {
            var parents = marked.ToLookup(one => one.Identifier, StringComparer.Ordinal);
            await foreach (var live in MarkSearch.ReadAllAsync(client, reader, type, null, cancellationToken))
            {
                if (properties.Select(name => live.Properties[name]?.ToString() ?? "").SelectMany(value => parents[value]).FirstOrDefault() is { } on)
                    yield return Of(on, type, live.Identifier, live.Properties);
            }
        }

        // A template of another environment may have a name that begins alike, so it must be in use by our machines, too.
        var used = marked.Where(one => one.TypeName == "AWS::EKS::Nodegroup" && one.Properties["LaunchTemplate"]?["Id"] is not null).ToLookup(one => one.Properties["LaunchTemplate"]!["Id"]!.ToString(), StringComparer.Ordinal);
        foreach (var group in used)
        {
            if (await reader.ReadAsync(Template, group.Key, Template, cancellationToken) is { } live
                && live.Properties["LaunchTemplateName"]?.ToString().StartsWith($"opta-{environment}-", StringComparison.Ordinal) != false)
                yield return Of(group.First(), Template, live.Identifier, live.Properties);
        }
    }

    private static MarkedResource Of(MarkedResource on, string type, string identifier, JsonObject properties) =>
        new(on.Organization, on.Layer, $"recovered/{type.Split(':')[^1].ToLowerInvariant()}-{Name(identifier)}", type, identifier, properties);

    private static string Name(string identifier) => new([.. identifier.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
}
