using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Objects;

namespace OptaPS.Operations.Locks;

/// <summary>Lists what a run began and did not end.</summary>
internal static class OpenIntents
{
    /// <summary>The open intents of a layer in order of their age; none when its state cannot be read, which other commands tell.</summary>
    public static async Task<IReadOnlyList<OpenIntent>> OfAsync(LayerEngine engine, string layer, CancellationToken cancellationToken)
    {
        try
        {
            var state = await engine.ReadStateAsync(layer, cancellationToken);
            return
            [
                .. (state?.Resources.Values ?? []).Where(record => record.Open is not null)
                    .OrderBy(record => record.Open!.Since).ThenBy(record => record.Address, StringComparer.Ordinal)
                    .Select(record => new OpenIntent(record.Address, record.Type.ToString(), record.Open!.Action.ToString(), record.Open.Since) { Identifier = record.Identifier ?? "" }),
            ];
        }
        catch (OptaException)
        {
            return [];
        }
    }
}
