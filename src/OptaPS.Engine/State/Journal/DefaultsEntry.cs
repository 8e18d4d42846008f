using System.Text.Json.Nodes;

namespace OptaPS.Engine.State.Journal;

/// <summary>Values of the defaults of a module at its first apply.</summary>
internal sealed record DefaultsEntry(string Module, JsonObject Values) : JournalEntry;
