using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>How workloads replace their pods.</summary>
internal static class RolloutRules
{
    public static void Deployment(Findings found, JsonObject spec)
    {
        var strategy = spec.Map("strategy");
        var rolling = strategy.Map("rollingUpdate");
        switch (strategy.Text("type"))
        {
            case null:
                break;
            case "Recreate":
                if (rolling is not null)
                    found.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
                break;
            case "RollingUpdate":
                Rolling(found, rolling);
                break;
            default:
                found.NotSupported("spec.strategy", strategy, "Recreate", "RollingUpdate");
                break;
        }
    }

    public static void Daemon(Findings found, JsonObject spec)
    {
        var strategy = spec.Map("updateStrategy");
        switch (strategy.Text("type"))
        {
            case "OnDelete":
                break;
            case "RollingUpdate":
                var (unavailable, surge) = (strategy.At("rollingUpdate", "maxUnavailable"), strategy.At("rollingUpdate", "maxSurge"));
                found.Amount("spec.updateStrategy.rollingUpdate.maxUnavailable", unavailable);
                found.AtMostAll("spec.updateStrategy.rollingUpdate.maxUnavailable", unavailable);
                found.Amount("spec.updateStrategy.rollingUpdate.maxSurge", surge);
                found.AtMostAll("spec.updateStrategy.rollingUpdate.maxSurge", surge);
                if (IsZero(unavailable) && IsZero(surge))
                    found.Required("spec.updateStrategy.rollingUpdate.maxUnavailable", "cannot be 0 when maxSurge is 0");
                else if (!IsZero(unavailable) && !IsZero(surge))
                    found.Invalid("spec.updateStrategy.rollingUpdate.maxSurge", surge, "may not be set when maxUnavailable is non-zero");
                break;
            case null when strategy is null:
                // Without a spec there is nothing that gets a default.
                break;
            default:
                found.NotSupported("spec.updateStrategy", strategy, "RollingUpdate", "OnDelete");
                break;
        }
    }

    public static void Stateful(Findings found, JsonObject spec)
    {
        if (spec.Text("podManagementPolicy") is { } policy and not ("OrderedReady" or "Parallel"))
            found.Invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'");
        if (spec.Text("updateStrategy", "type") is { } type and not ("RollingUpdate" or "OnDelete"))
            found.Invalid("spec.updateStrategy", spec["updateStrategy"], "must be 'RollingUpdate' or 'OnDelete'");
        if (spec.Text("updateStrategy", "type") == "OnDelete" && spec.At("updateStrategy", "rollingUpdate") is { } unused)
            found.Invalid("spec.updateStrategy.rollingUpdate", unused, "only allowed for updateStrategy 'RollingUpdate'");
        found.NotNegative("spec.ordinals.start", spec.At("ordinals", "start"));
        foreach (var name in new[] { "whenDeleted", "whenScaled" })
            found.OneOf("spec.persistentVolumeClaimRetentionPolicy." + name, spec.Text("persistentVolumeClaimRetentionPolicy", name), "Retain", "Delete");
        if (spec.Text("serviceName") is { Length: > 0 } service)
            found.Invalid("spec.serviceName", service, NameRules.Label(service));
        var index = 0;
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            ClaimSpecRules.Check(found, claim.Map("spec") ?? [], $"spec.volumeClaimTemplates[{index}].spec");
            var volume = claim.Name();
            if (volume.Length == 0)
            {
                found.Required($"spec.template.spec.volumes[{index}].name");
                found.Required($"spec.template.spec.volumes[{index}].persistentVolumeClaim.claimName");
            }
            else
            {
                found.Invalid($"spec.template.spec.volumes[{index}].name", volume, NameRules.Label(volume));
            }

            index++;
        }

        found.NotNegative("spec.updateStrategy.rollingUpdate.partition", spec.At("updateStrategy", "rollingUpdate", "partition"));
    }

    private static void Rolling(Findings found, JsonObject? rolling)
    {
        const string field = "spec.strategy.rollingUpdate.";
        var (unavailable, surge) = (rolling.At("maxUnavailable"), rolling.At("maxSurge"));
        found.Amount(field + "maxUnavailable", unavailable);
        found.Amount(field + "maxSurge", surge);
        if (IsZero(unavailable) && IsZero(surge))
            found.Invalid(field + "maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0");
        found.AtMostAll(field + "maxUnavailable", unavailable);
    }

    private static bool IsZero(JsonNode? value) => value.Text() is { } text ? text.TrimEnd('%').All(c => c == '0') : (value.Number() ?? 0) == 0;
}
