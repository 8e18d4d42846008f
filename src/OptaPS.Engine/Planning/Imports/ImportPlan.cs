using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning.Imports;

/// <summary>Existing resources that a layer is to take over.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="StateVersion">The version of the layer's state that it is based on.</param>
/// <param name="Resources">The resources, in an order in which dependencies come first.</param>
public sealed record ImportPlan(string Layer, long StateVersion, IReadOnlyList<ImportedResource> Resources)
{
    /// <summary>The layer's ownership mark.</summary>
    public required Ownership Owner { get; init; }
}
