namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Host name patterns with a leading wildcard label.</summary>
internal static class HostNames
{
    public static bool Matches(string? pattern, string host)
    {
        if (string.IsNullOrEmpty(pattern) || pattern == "*")
            return true;
        return pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase) && host.Length > pattern.Length - 1
            : string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase);
    }
}
