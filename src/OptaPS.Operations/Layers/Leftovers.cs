using OptaPS.Diagnostics;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Objects;
using OptaPS.Operations.Sessions;

namespace OptaPS.Operations.Layers;

/// <summary>Looks after a removal for what still carries the layer's mark.</summary>
internal static class Leftovers
{
    private static readonly string[] InClusters = ["kubernetes", "helm"];

    /// <summary>Which providers can have something of a layer left. What lived in a cluster that was removed with the layer went with it.</summary>
    public static IReadOnlyList<string> ProvidersOf(LayerState state)
    {
        var used = state.Resources.Values.Select(record => record.Type.Provider).Distinct(StringComparer.Ordinal).ToList();
        var clouds = used.Where(name => name is "aws" or "gcp" or "azure").ToList();
        return clouds.Count > 0 ? clouds : [.. used.Where(name => InClusters.Contains(name, StringComparer.Ordinal))];
    }

    /// <summary>Lists what is left; a system that does not answer is told and does not fail the removal.</summary>
    public static async Task<IReadOnlyList<Leftover>> ListAsync(Session session, Ownership owner, IReadOnlyList<string> providers, IOperationSink sink, CancellationToken cancellationToken)
    {
        if (providers.Count == 0)
            return [];
        try
        {
            var found = await session.Engine.ListLeftoversAsync(owner, providers, cancellationToken);
            var left = found.Select(one => new Leftover(one.TypeName ?? "", one.Identifier, one.OwnerAddress ?? "")).OrderBy(one => one.ToString(), StringComparer.Ordinal).ToList();
            if (left.Count > 0)
                sink.Report(Left(owner.Layer, left));
            return left;
        }
        catch (Exception exception) when (exception is OptaException or Engine.Providers.ProviderException)
        {
            sink.Detail($"What the removal of '{owner.Layer}' left behind could not be listed: {exception.Message}");
            return [];
        }
    }

    private static Diagnostic Left(string layer, List<Leftover> left) =>
        new("OPTA7069", Severity.Warning, $"{left.Count} {(left.Count == 1 ? "resource carries" : "resources carry")} the mark of '{layer}' and {(left.Count == 1 ? "is" : "are")} still there.")
        {
            Resource = layer,
            Evidence = [.. left.Select(one => one.ToString())],
            Remedy = "They are not recorded any more. Look at each; when they may go, remove the environment once more with -WithoutState (--without-state), by its file, or by its name with AWS_REGION set: what carries its mark is found without a record.",
        };
}
