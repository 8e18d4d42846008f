using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Requests and limits of a container.</summary>
internal static class ResourceRules
{
    private static readonly string[] Standard = ["cpu", "memory", "ephemeral-storage"];

    public static void Check(Findings found, JsonObject? resources, string field)
    {
        foreach (var (name, amount) in resources.Map("limits")?.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList() ?? [])
            One(found, name, amount, $"{field}.limits[{name}]");
        foreach (var (name, amount) in resources.Map("requests")?.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList() ?? [])
        {
            One(found, name, amount, $"{field}.requests[{name}]");
            if (Read(amount) is { } request && Read(resources.At("limits", name)) is { } limit && request.Nano > limit.Nano)
                found.Invalid(field + ".requests", request.Canonical, $"must be less than or equal to {name} limit of {limit.Canonical}");
        }
    }

    public static Quantity? Read(JsonNode? amount) => amount.Text() is { } text && Quantity.TryParse(text, out var quantity) ? quantity : null;

    /// <summary>Whether a resource is counted in whole units only.</summary>
    public static bool IsExtended(string name) => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal);

    private static void One(Findings found, string name, JsonNode? amount, string field)
    {
        if (!name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name) && !name.StartsWith("hugepages-", StringComparison.Ordinal))
        {
            found.Invalid(field, name, "must be a standard resource type or fully qualified");
            found.Invalid(field, name, "must be a standard resource for containers");
        }

        if (Read(amount) is not { } quantity)
            return;
        if (quantity.Nano < 0)
            found.Invalid(field, quantity.Canonical, "must be greater than or equal to 0");
        if (IsExtended(name) && !(quantity.Nano % 1_000_000_000).IsZero)
            found.Invalid(field, quantity.Canonical, "must be an integer");
    }
}
