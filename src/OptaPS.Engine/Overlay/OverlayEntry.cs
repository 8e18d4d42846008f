using System.Text.Json.Nodes;

namespace OptaPS.Engine.Overlay;

/// <summary>
/// A wish that a command wrote into a layer's state, to be merged over the layer's file at every plan from then on.
/// The engine keeps entries; whoever builds the graph gives them meaning.
/// </summary>
/// <param name="Key">What the entry is about, unique within the layer, for example <c>image:app</c> or <c>addon:linkerd</c>; a later entry with the same key takes its place.</param>
/// <param name="Value">The wish.</param>
/// <param name="Command">The command that wrote it, for example <c>Deploy-OptaService</c>.</param>
/// <param name="Who">The user who ran the command.</param>
/// <param name="When">When.</param>
public sealed record OverlayEntry(string Key, JsonNode? Value, string Command, string Who, DateTimeOffset When)
{
    /// <summary>JSON pointers of secrets in <see cref="Value"/>; they are encrypted in state.</summary>
    public IReadOnlyList<string> SensitivePaths { get; init; } = [];

    /// <summary>The text that plans show as the source of a value, for example <c>overlay Deploy-OptaService 2026-11-21 by ann</c>.</summary>
    public string Source => $"overlay {Command} {When.UtcDateTime:yyyy-MM-dd} by {Who}";
}
