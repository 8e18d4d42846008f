using OptaPS.Helm.Schema;

namespace OptaPS.Helm.Rendering;

/// <summary>What the rendering thread asks of the world; each call blocks it until there is an answer.</summary>
/// <param name="Lookup">Answers the lookup function; null for a rendering without a cluster.</param>
/// <param name="Schema">Reads a schema that a values.schema.json refers to.</param>
internal sealed record OutsideCalls(Func<LookupRequest, object?>? Lookup, Func<Uri, object?> Schema)
{
    /// <summary>Asks nobody.</summary>
    public static OutsideCalls None { get; } = new(Lookup: null, address => throw SchemaSource.Failure(address.AbsoluteUri, "there is no network here"));
}
