using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Charts;

/// <summary>The stand-in charts that this sandbox serves.</summary>
internal sealed class ChartCatalog
{
    private readonly HashSet<string> _tampered = new(StringComparer.Ordinal);

    public JsonObject Describe() => new() { ["charts"] = new JsonArray(), ["tampered"] = new JsonArray([.. _tampered.Select(t => (JsonNode)t)]) };

    public bool Tamper(string chart) => false;

    public void Restore() => _tampered.Clear();
}
