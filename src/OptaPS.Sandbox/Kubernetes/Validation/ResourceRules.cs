using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Requests and limits of a container.</summary>
internal static class ResourceRules
{
    private static readonly string[] Standard = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>Standard resources that containers do not have.</summary>
    private static readonly string[] Counted =
    [
        "storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods", "services",
        "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"
    ];

    public static void Check(Findings found, JsonObject? resources, string field)
    {
        foreach (var (name, amount) in resources.Map("limits")?.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList() ?? [])
            One(found, name, amount, $"{field}.limits[{name}]");
        foreach (var (name, amount) in resources.Map("requests")?.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList() ?? [])
        {
            One(found, name, amount, $"{field}.requests[{name}]");
            if (Read(amount) is not { } request)
                continue;
            var fixedSize = IsExtended(name) || IsHuge(name);
            if (Read(resources.At("limits", name)) is not { } limit)
            {
                if (fixedSize)
                    found.Required(field + ".limits", "Limit must be set for non overcommitable resources");
            }
            else if (fixedSize && request.Nano != limit.Nano)
            {
                found.Invalid(field + ".requests", request.Canonical, $"must be equal to {name} limit of {limit.Canonical}");
            }
            else if (request.Nano > limit.Nano)
            {
                found.Invalid(field + ".requests", request.Canonical, $"must be less than or equal to {name} limit of {limit.Canonical}");
            }
        }

        var all = new[] { "limits", "requests" }.SelectMany(part => resources.Map(part)?.Select(pair => pair.Key) ?? []).ToHashSet(StringComparer.Ordinal);
        if (all.Any(IsHuge) && !all.Contains("cpu") && !all.Contains("memory"))
            found.Forbidden(field, "HugePages require cpu or memory");
    }

    /// <summary>Resources of a whole pod: their names only.</summary>
    public static void Names(Findings found, JsonObject? amounts, string field)
    {
        foreach (var (name, _) in amounts?.ToList() ?? [])
        {
            if (!IsKnown(name))
                found.Invalid($"{field}[{name}]", name, "must be a standard resource type or fully qualified");
        }
    }

    /// <summary>Claims of a container are claims of its pod.</summary>
    public static void Claims(Findings found, JsonObject container, JsonNode? spec, string field)
    {
        var names = spec.Objects("resourceClaims").Select(claim => claim.Text("name") ?? "").ToList();
        var index = 0;
        foreach (var claim in container.Objects("resources", "claims"))
        {
            var at = $"{field}[{index++}]";
            var name = claim.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at);
            else if (!names.Contains(name))
                found.NotFound(at, name, "must be one of the names in pod.spec.resourceClaims" + (names.Count == 0 ? " which is empty" : ""));
        }
    }

    private static bool IsHuge(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    private static bool IsKnown(string name) => name.Contains('/', StringComparison.Ordinal) || Standard.Contains(name) || IsHuge(name) || Counted.Contains(name);

    public static Quantity? Read(JsonNode? amount) => amount.Text() is { } text && Quantity.TryParse(text, out var quantity) ? quantity : null;

    /// <summary>Whether a resource is counted in whole units only.</summary>
    public static bool IsExtended(string name) => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal);

    private static void One(Findings found, string name, JsonNode? amount, string field)
    {
        if (!name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name) && !name.StartsWith("hugepages-", StringComparison.Ordinal))
        {
            if (!IsKnown(name))
                found.Invalid(field, name, "must be a standard resource type or fully qualified");
            found.Invalid(field, name, "must be a standard resource for containers");
        }

        if (Read(amount) is not { } quantity)
            return;
        if (quantity.Nano < 0)
            found.Invalid(field, quantity.Canonical, "must be greater than or equal to 0");
        if (IsExtended(name) && !(quantity.Nano % 1_000_000_000).IsZero)
            found.Invalid(field, quantity.Canonical, "must be an integer");
        if (IsHuge(name) && Quantity.TryParse(name["hugepages-".Length..], out var page) && page.Nano > 0 && (quantity.Nano <= 0 || !(quantity.Nano % page.Nano).IsZero))
            found.Invalid(field, quantity.Canonical, $"{quantity.Canonical} is not positive integer multiple of {name}");
    }
}
