using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Helm.Provider;

/// <summary>Renders a chart for releases, with what the cluster offers.</summary>
/// <param name="chart">The chart.</param>
/// <param name="values">The user's values.</param>
public sealed class ChartReleaseSource(Chart chart, JsonObject values) : IReleaseSource
{
    /// <inheritdoc/>
    public async Task<ReleaseContent> RenderAsync(ReleaseContext context, CancellationToken cancellationToken)
    {
        var capabilities = context.Cluster is { } cluster ? await ClusterCapabilities.ReadAsync(cluster, cancellationToken) : Capabilities.Default;
        var lookup = context.Cluster is { } client ? new ClusterLookup(client) : null;
        var options = new Rendering.ReleaseOptions
        {
            Name = context.Name,
            Namespace = context.Namespace,
            Revision = context.Revision,
            IsInstall = !context.IsUpgrade,
            IsUpgrade = context.IsUpgrade,
        };
        var rendered = await ChartRenderer.RenderAsync(chart, ChartValues.FromJson(values), options, capabilities, lookup, cancellationToken: cancellationToken);
        return new ReleaseContent(ChartRecord.Of(chart), (JsonObject)values.DeepClone(), rendered.ManifestText)
        {
            Hooks = [.. rendered.Hooks.Select(HookOf)],
            Crds = [.. rendered.Crds.Select(file => Encoding.UTF8.GetString(file.Data.Span))],
            Notes = rendered.Notes,
        };
    }

    private static ReleaseHook HookOf(RenderedHook hook) =>
        new(hook.Name, hook.Kind, hook.Source, hook.Text, hook.Events, hook.Weight, hook.DeletePolicies, hook.OutputLogPolicies);
}
