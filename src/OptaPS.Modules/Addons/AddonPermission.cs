using System.Text.Json.Nodes;

namespace OptaPS.Modules.Addons;

/// <summary>Cloud rights that an add-on needs.</summary>
/// <param name="Actions">The IAM actions.</param>
/// <param name="Resource">The resources they are for: a text or a list.</param>
/// <param name="Condition">The condition, or null.</param>
internal sealed record AddonPermission(IReadOnlyList<string> Actions, JsonNode Resource, JsonObject? Condition = null);
