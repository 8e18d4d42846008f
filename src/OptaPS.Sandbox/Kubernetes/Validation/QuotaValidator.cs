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
            var index = 0;
            foreach (var item in body.Objects("spec", "limits"))
                Limit(found, item, $"spec.limits[{index++}]");
        }

        return found;
    }

    private static void Quota(Findings found, JsonObject spec)
    {
        foreach (var (name, amount) in spec.Map("hard") ?? [])
        {
            var at = $"spec.hard[{name}]";
            if (!name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name) && !name.Contains("hugepages-", StringComparison.Ordinal))
            {
                found.Invalid(at, name, "must be a standard resource type or fully qualified");
                found.Invalid(at, name, "must be a standard resource for quota");
            }

            if (ResourceRules.Read(amount) is { } quantity && quantity.Nano < 0)
                found.Invalid(at, quantity.Canonical, "must be greater than or equal to 0");
        }

        var scopes = spec.Texts("scopes").ToHashSet(StringComparer.Ordinal);
        foreach (var scope in scopes)
            found.OneOf("spec.scopes", scope, "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass", "Terminating", "VolumeAttributesClass");
        if (scopes.IsSupersetOf(["BestEffort", "NotBestEffort"]) || scopes.IsSupersetOf(["Terminating", "NotTerminating"]))
            found.Invalid("spec.scopes", spec["scopes"], "conflicting scopes");
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
