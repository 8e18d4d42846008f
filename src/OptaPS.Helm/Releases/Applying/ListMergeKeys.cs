namespace OptaPS.Helm.Releases.Applying;

/// <summary>By which member elements of a list are told apart in Kubernetes' built-in kinds; lists that are not named here are replaced whole.</summary>
internal static class ListMergeKeys
{
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["env"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["schedulingGates"] = ["name"],
        ["resourceClaims"] = ["name"],
        ["webhooks"] = ["name"],
        ["ownerReferences"] = ["uid"],
        ["conditions"] = ["type"],
    };

    /// <summary>The key members of a list, or null when it is replaced whole.</summary>
    /// <param name="path">Members from the top of the object to the list.</param>
    public static IReadOnlyList<string>? Of(IReadOnlyList<string> path)
    {
        var name = path[^1];
        if (name == "ports")
            return path.Contains("containers") || path.Contains("initContainers") ? ["containerPort", "protocol"] : path.Count == 2 ? ["port", "protocol"] : null;
        return Keys.GetValueOrDefault(name);
    }

    /// <summary>True for a list of plain values that is merged as a set.</summary>
    public static bool IsSet(IReadOnlyList<string> path) => path is ["metadata", "finalizers"];
}
