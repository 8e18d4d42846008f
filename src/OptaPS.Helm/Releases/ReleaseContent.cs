using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases;

/// <summary>A rendered chart, ready to become a revision.</summary>
/// <param name="Chart">The chart as records hold it: <c>metadata</c>, <c>lock</c>, <c>templates</c>, <c>values</c>, <c>schema</c>, <c>files</c>.</param>
/// <param name="Config">The user's values.</param>
/// <param name="Manifest">YAML documents in install order, hooks left out.</param>
public sealed record ReleaseContent(JsonObject Chart, JsonObject Config, string Manifest)
{
    /// <summary>The hooks in the order in which Helm records them.</summary>
    public IReadOnlyList<ReleaseHook> Hooks { get; init; } = [];

    /// <summary>Texts of the files in <c>crds/</c> folders, subcharts included, in the order in which Helm installs them.</summary>
    public IReadOnlyList<string> Crds { get; init; } = [];

    /// <summary>The rendered notes.</summary>
    public string Notes { get; init; } = "";
}
