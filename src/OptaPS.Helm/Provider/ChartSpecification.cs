using System.Text.Json.Nodes;
using OptaPS.Helm.Repositories;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Provider;

/// <summary>Where a document says its chart is: exactly one of the three.</summary>
/// <param name="Reference">In a repository or registry.</param>
/// <param name="Embedded">The name of a chart of the product.</param>
/// <param name="Path">A chart folder or archive on this machine.</param>
public sealed record ChartSpecification(ChartReference? Reference, string? Embedded, string? Path)
{
    /// <summary>Reads the member <c>chart</c> of a document; null when it names no chart or more than one.</summary>
    public static ChartSpecification? Read(JsonObject? chart)
    {
        var (name, embedded, path) = (chart?.Text("name"), chart?.Text("embedded"), chart?.Text("path"));
        var reference = name is null ? null : new ChartReference(chart!.Text("repository") ?? "", name, chart!.Text("version")) { Digest = chart!.Text("digest") };
        var given = (reference is null ? 0 : 1) + (embedded is null ? 0 : 1) + (path is null ? 0 : 1);
        return given == 1 && reference?.Repository is not "" ? new ChartSpecification(reference, embedded, path) : null;
    }

    /// <summary>Returns the chart in words.</summary>
    public override string ToString() => Reference?.ToString() ?? Path ?? $"{Embedded} (part of OptaPS)";
}
