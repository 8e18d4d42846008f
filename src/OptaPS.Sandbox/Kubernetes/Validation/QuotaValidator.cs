using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Resource quotas and limit ranges.</summary>
internal sealed class QuotaValidator : IKindValidator
{
    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
        "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"
    };

    private static readonly string[] Scopes = ["BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass", "Terminating", "VolumeAttributesClass"];

    /// <summary>What is counted in whole objects.</summary>
    private static readonly string[] Whole = ["pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers"];

    public IReadOnlyList<string> Storages { get; } = ["/resourcequotas", "/limitranges"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        if (body.Text("kind") == "ResourceQuota")
        {
            Quota(found, body.Map("spec") ?? []);
            if (old is not null)
                found.Immutable("spec.scopes", body.At("spec", "scopes"), old.At("spec", "scopes"));
        }
        else
        {
            var types = new HashSet<string>(StringComparer.Ordinal);
            var index = 0;
            foreach (var item in body.Objects("spec", "limits"))
            {
                var at = $"spec.limits[{index++}]";
                Type(found, item, at);
                if (item.Text("type") is { } type && !types.Add(type))
                    found.Duplicate(at + ".type", type);
                Limit(found, item, at);
            }
        }

        return found;
    }

    private static void Quota(Findings found, JsonObject spec)
    {
        foreach (var (name, amount) in spec.Map("hard") ?? [])
        {
            var at = $"spec.hard[{name}]";
            var syntax = NameRules.Qualified(name).ToList();
            found.Invalid(at, name, syntax);
            if (syntax.Count == 0 && !name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name) && !name.Contains("hugepages-", StringComparison.Ordinal))
            {
                found.Invalid(at, name, "must be a standard resource type or fully qualified");
                found.Invalid(at, name, "must be a standard resource for quota");
            }
            else if (syntax.Count > 0 && !name.Contains('/', StringComparison.Ordinal))
            {
                found.Invalid(at, name, "must be a standard resource for quota");
            }

            if (ResourceRules.Read(amount) is { } quantity && quantity.Nano < 0)
                found.Invalid(at, quantity.Canonical, "must be greater than or equal to 0");
            if (Whole.Contains(name) && ResourceRules.Read(amount) is { } count && !(count.Nano % 1_000_000_000).IsZero)
                found.Invalid(at, count.Canonical, "must be an integer");
        }

        var scopes = spec.Texts("scopes").ToHashSet(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            if (!Scopes.Contains(scope))
                found.Invalid("spec.scopes", spec["scopes"], "unsupported scope");
            else if (scope is "BestEffort" && (spec.Map("hard") ?? []).Any(pair => pair.Key != "pods"))
                found.Invalid("spec.scopes", spec["scopes"], "unsupported scope applied to resource");
        }

        foreach (var item in spec.Objects("scopeSelector", "matchExpressions"))
            Selector(found, item, "spec.scopeSelector.matchExpressions");
        if (scopes.IsSupersetOf(["BestEffort", "NotBestEffort"]) || scopes.IsSupersetOf(["Terminating", "NotTerminating"]))
            found.Invalid("spec.scopes", spec["scopes"], "conflicting scopes");
    }

    private static void Selector(Findings found, JsonObject item, string field)
    {
        if (!Scopes.Contains(item.Text("scopeName") ?? ""))
            found.Invalid(field + ".scopeName", item.Text("scopeName") ?? "", "unsupported scope");
        var values = item.List("values")?.Count ?? 0;
        switch (item.Text("operator"))
        {
            case "In" or "NotIn":
                if (values == 0)
                    found.Required(field + ".values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                break;
            case "Exists" or "DoesNotExist":
                if (values > 0)
                    found.Invalid(field + ".values", item["values"], "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                break;
            default:
                found.Invalid(field + ".operator", item.Text("operator") ?? "", "not a valid selector operator");
                break;
        }
    }

    private static void Type(Findings found, JsonObject item, string field)
    {
        var type = item.Text("type") ?? "";
        found.Invalid(field + ".type", type, NameRules.Qualified(type));
        if (type == "Pod")
        {
            foreach (var part in new[] { "default", "defaultRequest" })
            {
                if (item.Map(part) is { Count: > 0 })
                    found.Forbidden($"{field}.{part}", "may not be specified when `type` is 'Pod'");
            }
        }
        else if (type == "PersistentVolumeClaim" && item.At("min", "storage") is null && item.At("max", "storage") is null)
        {
            found.Required(field + ".limits", "either minimum or maximum storage value is required, but neither was provided");
        }
        else if (type == "Container")
        {
            foreach (var part in new[] { "max", "min", "default", "defaultRequest", "maxLimitRequestRatio" })
            {
                foreach (var (name, _) in item.Map(part)?.ToList() ?? [])
                {
                    if (!name.Contains('/', StringComparison.Ordinal) && name is not ("cpu" or "memory" or "ephemeral-storage") && !name.StartsWith("hugepages-", StringComparison.Ordinal))
                    {
                        found.Invalid($"{field}.{part}[{name}]", name, "must be a standard resource type or fully qualified");
                        found.Invalid($"{field}.{part}[{name}]", name, "must be a standard resource for containers");
                    }
                }
            }
        }

        foreach (var (name, amount) in item.Map("maxLimitRequestRatio")?.ToList() ?? [])
        {
            if (ResourceRules.Read(amount) is { } ratio && ratio.Nano < 1_000_000_000)
                found.Invalid($"{field}.maxLimitRequestRatio[{name}]", ratio.Canonical, $"ratio {ratio.Canonical} is less than 1");
        }
    }

    private static void Limit(Findings found, JsonObject item, string field)
    {
        foreach (var name in new[] { "max", "min", "default", "defaultRequest" }.SelectMany(part => item.Map(part)?.Select(pair => pair.Key) ?? []).Distinct().Order(StringComparer.Ordinal))
        {
            var (max, min) = (ResourceRules.Read(item.At("max", name)), ResourceRules.Read(item.At("min", name)));
            var (standard, request) = (ResourceRules.Read(item.At("default", name)), ResourceRules.Read(item.At("defaultRequest", name)));
            if (max is { } top && min is { } bottom && bottom.Nano > top.Nano)
                found.Invalid($"{field}.min[{name}]", bottom.Canonical, $"min value {bottom.Canonical} is greater than max value {top.Canonical}");
            if (request is { } asked && min is { } least && least.Nano > asked.Nano)
                found.Invalid($"{field}.defaultRequest[{name}]", asked.Canonical, $"min value {least.Canonical} is greater than default request value {asked.Canonical}");
            if (request is { } wanted && max is { } most && wanted.Nano > most.Nano)
                found.Invalid($"{field}.defaultRequest[{name}]", wanted.Canonical, $"default request value {wanted.Canonical} is greater than max value {most.Canonical}");
            if (request is { } first && standard is { } second && first.Nano > second.Nano)
                found.Invalid($"{field}.defaultRequest[{name}]", first.Canonical, $"default request value {first.Canonical} is greater than default limit value {second.Canonical}");
            if (standard is { } given && min is { } low && low.Nano > given.Nano)
                found.Invalid($"{field}.default[{name}]", min.Value.Canonical, $"min value {low.Canonical} is greater than default value {given.Canonical}");
            if (standard is { } chosen && max is { } high && chosen.Nano > high.Nano)
                found.Invalid($"{field}.default[{name}]", high.Canonical, $"default value {chosen.Canonical} is greater than max value {high.Canonical}");
        }
    }
}
