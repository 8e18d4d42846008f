using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>The result of writing one object.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Before">The live object before, or null.</param>
/// <param name="After">The object after, as the server returned it.</param>
internal sealed record ApplyOutcome(ApplyAction Action, JsonObject? Before, JsonObject After);
