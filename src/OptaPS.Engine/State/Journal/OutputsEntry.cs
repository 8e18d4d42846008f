using System.Text.Json.Nodes;

namespace OptaPS.Engine.State.Journal;

/// <summary>All outputs of the layer.</summary>
internal sealed record OutputsEntry(Dictionary<string, JsonNode?> Values, IReadOnlyList<string> Sensitive) : JournalEntry;
