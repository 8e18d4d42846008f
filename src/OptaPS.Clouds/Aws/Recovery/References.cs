using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws.Types;

namespace OptaPS.Clouds.Aws.Recovery;

/// <summary>Infers the order of deletion from the live documents: whoever holds another one's identifier or ARN needs it.</summary>
internal static class References
{
    // Public addresses have to be gone before a network lets go of its internet gateway.
    private static readonly string[] WithPublicAddress = ["AWS::EC2::NatGateway", "AWS::EC2::EIP", "AWS::EKS::Cluster", "AWS::EKS::Nodegroup"];

    /// <summary>The same resources with what each needs. There may be circles (a key's policy names a role whose policy names the key).</summary>
    public static IReadOnlyList<MarkedResource> Connect(IReadOnlyList<MarkedResource> resources, AwsTypeTable types)
    {
        var byKey = resources.SelectMany(one => KeysOf(one).Select(key => (key, one.Address))).ToLookup(pair => pair.key, pair => pair.Address, StringComparer.Ordinal);
        var attachments = resources.Where(one => one.TypeName == "AWS::EC2::VPCGatewayAttachment").Select(one => one.Address).ToList();
        return
        [
            .. resources.Select(one => one with
            {
                Needs =
                [
                    .. Values(one, types[one.TypeName]).Concat(Implied(one)).SelectMany(value => byKey[value])
                        .Concat(WithPublicAddress.Contains(one.TypeName, StringComparer.Ordinal) ? attachments : [])
                        .Where(address => address != one.Address)
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal),
                ],
            }),
        ];
    }

    private static IEnumerable<string> KeysOf(MarkedResource one)
    {
        yield return one.Identifier;
        if (one.TypeName == "AWS::EC2::EIP" && one.Identifier.Split('|') is [_, var allocation])
            yield return allocation;
        if (one.Properties["Arn"] is JsonValue arn && arn.ToString() is var text && text != one.Identifier)
            yield return WithoutStar(text);
    }

    // A cluster that still runs makes its log group again.
    private static string[] Implied(MarkedResource one) => one.TypeName == "AWS::EKS::Cluster" ? [$"/aws/eks/{one.Identifier}/cluster"] : [];

    // A name of its own that somebody else has, too (a cluster and its subnet group), is no reference.
    private static IEnumerable<string> Values(MarkedResource one, AwsType type) =>
        one.Properties.Where(member => member.Key != type.TagProperty && !(type.Identifier.Count == 1 && type.Identifier[0] == member.Key)).SelectMany(member => Texts(member.Value));

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray elements => elements.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [WithoutStar(text)],
        _ => [],
    };

    // ARNs of log groups are written with and without it.
    private static string WithoutStar(string text) => text.EndsWith(":*", StringComparison.Ordinal) ? text[..^2] : text;
}
