using System.Text.Json.Nodes;

namespace OptaPS.Clouds.Aws.Recovery;

/// <summary>A live resource that belongs to an environment, found without its state.</summary>
/// <param name="Organization">The organisation in the mark.</param>
/// <param name="Layer">The layer in the mark: the environment, or environment and service.</param>
/// <param name="Address">The address in the mark; for what carries no tags one that is made of its identifier.</param>
/// <param name="TypeName">The CloudFormation type.</param>
/// <param name="Identifier">The primary identifier.</param>
/// <param name="Properties">The live document.</param>
public sealed record MarkedResource(string Organization, string Layer, string Address, string TypeName, string Identifier, JsonObject Properties)
{
    /// <summary>Addresses of what it refers to: those have to be deleted after it.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];
}
