using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Schema;

/// <summary>
/// Which empty values the real server drops when it writes an object. Fields that distinguish absent from zero keep it;
/// the schema does not say which those are, so their names are listed here.
/// </summary>
internal static class ZeroValues
{
    private static readonly HashSet<string> KeptNumbers = new(StringComparer.Ordinal)
    {
        "replicas", "revisionHistoryLimit", "progressDeadlineSeconds", "activeDeadlineSeconds", "backoffLimit", "completions", "parallelism",
        "ttlSecondsAfterFinished", "startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit", "terminationGracePeriodSeconds",
        "runAsUser", "runAsGroup", "fsGroup", "tolerationSeconds", "defaultMode", "mode", "expirationSeconds", "minReplicas", "averageUtilization",
        "stabilizationWindowSeconds", "priority", "partition", "leaseDurationSeconds", "leaseTransitions", "collisionCount", "backoffLimitPerIndex",
        "maxFailedIndexes", "ready", "minDomains", "tokenExpirationSeconds", "deletionGracePeriodSeconds", "nodeAllocatableUpdatePeriodSeconds",
        "succeededCount", "terminating", "terminatingReplicas", "gracePeriodSeconds", "iscsiInterface", "nominalConcurrencyShares", "start", "exitCode"
    };

    private static readonly HashSet<string> KeptFlags = new(StringComparer.Ordinal)
    {
        "automountServiceAccountToken", "allowPrivilegeEscalation", "readOnlyRootFilesystem", "runAsNonRoot", "privileged", "enableServiceLinks",
        "setHostnameAsFQDN", "shareProcessNamespace", "immutable", "optional", "controller", "blockOwnerDeletion", "suspend",
        "allocateLoadBalancerNodePorts", "ready", "serving", "terminating", "started", "attachRequired", "podInfoOnMount", "storageCapacity",
        "requiresRepublish", "seLinuxMount", "allowVolumeExpansion", "hostUsers", "procMount", "isCRD", "orphanDependents", "configMapAndSecretChangeDetectionStrategy",
        "conditionStatus", "manualSelector", "allowed"
    };

    private static readonly HashSet<string> KeptTexts = new(StringComparer.Ordinal)
    {
        "storageClassName", "volumeMode", "holderIdentity", "apiGroup", "ingressClassName", "volumeAttributesClassName", "preferredHolder"
    };

    private static readonly HashSet<string> KeptLists = new(StringComparer.Ordinal)
    {
        "endpoints", "rules", "addresses", "versions"
    };

    /// <summary>Fields whose name alone does not tell.</summary>
    private static readonly HashSet<string> KeptMembers = new(StringComparer.Ordinal)
    {
        "ClientIPConfig/timeoutSeconds", "JSONSchemaProps/default", "JSONSchemaProps/properties", "JSONSchemaProps/x-kubernetes-preserve-unknown-fields", "ValidatingWebhook/timeoutSeconds", "MutatingWebhook/timeoutSeconds",
        "ServiceReference/port", "WindowsSecurityContextOptions/runAsUserName", "CronJobSpec/timeZone", "VolumeAttachmentSource/persistentVolumeName", "HPAScalingRules/policies",
        "HorizontalPodAutoscalerSpec/targetCPUUtilizationPercentage", "IngressSpec/rules"
    };

    public static bool IsOmitted(SchemaNode owner, string name, SchemaNode member, JsonNode? value)
    {
        if (member.IsRawExtension || KeptMembers.Contains(owner.TypeName[(owner.TypeName.LastIndexOf('.') + 1)..] + "/" + name))
            return false;
        if (value is JsonObject { Count: 0 })
            return member.IsMap;
        if (value is JsonArray { Count: 0 })
            return !(KeptLists.Contains(name) && owner.Required.Contains(name));
        if (value is not JsonValue leaf)
            return false;
        if (owner.Required.Contains(name) || member.HasDefault)
            return false;
        if (leaf.TryGetValue<string>(out var text))
            return text.Length == 0 && !KeptTexts.Contains(name);
        if (leaf.TryGetValue<bool>(out var flag))
            return !flag && !KeptFlags.Contains(name);
        return leaf.TryGetValue<long>(out var number) && number == 0 && !KeptNumbers.Contains(name) && !member.IsIntOrString && !IsPointerPort(owner, name);
    }

    private static bool IsPointerPort(SchemaNode owner, string name) => name == "port" && owner.TypeName.EndsWith("EndpointPort", StringComparison.Ordinal);
}
