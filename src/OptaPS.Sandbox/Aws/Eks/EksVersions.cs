using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace OptaPS.Sandbox.Aws.Eks;

/// <summary>Kubernetes versions that EKS offers, with the ends of their support, and the versions of its add-ons.</summary>
internal static class EksVersions
{
    private static readonly (string Version, string Released, string StandardEnd, string ExtendedEnd)[] Known =
    [
        ("1.36", "2026-05-20", "2027-07-20", "2028-07-20"),
        ("1.35", "2026-01-27", "2027-03-27", "2028-03-27"),
        ("1.34", "2025-10-02", "2026-12-02", "2027-12-02"),
        ("1.33", "2025-05-29", "2026-07-29", "2027-07-29"),
        ("1.32", "2025-01-23", "2026-03-23", "2027-03-23")
    ];

    private static readonly (string Name, string Version)[] AddonVersions =
    [
        ("vpc-cni", "v1.20.1-eksbuild.1"), ("coredns", "v1.12.4-eksbuild.1"), ("kube-proxy", "v{0}.0-eksbuild.2"),
        ("eks-pod-identity-agent", "v1.3.10-eksbuild.1"), ("aws-ebs-csi-driver", "v1.64.0-eksbuild.1"), ("metrics-server", "v0.8.1-eksbuild.1")
    ];

    public static JsonObject Clusters(StringValues wanted) => new()
    {
        ["clusterVersions"] = new JsonArray([.. Known.Where(k => wanted.Count == 0 || wanted.Contains(k.Version)).Select(k => (JsonNode)new JsonObject
        {
            ["clusterVersion"] = k.Version,
            ["clusterType"] = "eks",
            ["defaultPlatformVersion"] = "eks.1",
            ["defaultVersion"] = k.Version == "1.35",
            ["releaseDate"] = Epoch(k.Released),
            ["endOfStandardSupportDate"] = Epoch(k.StandardEnd),
            ["endOfExtendedSupportDate"] = Epoch(k.ExtendedEnd),
            ["kubernetesPatchVersion"] = k.Version + ".0",
            ["status"] = IsStandard(k.StandardEnd) ? "standard-support" : "extended-support",
            ["versionStatus"] = IsStandard(k.StandardEnd) ? "STANDARD_SUPPORT" : "EXTENDED_SUPPORT"
        })])
    };

    public static JsonObject Addons(string? addon, string? kubernetes) => new()
    {
        ["addons"] = new JsonArray([.. AddonVersions.Where(a => string.IsNullOrEmpty(addon) || a.Name == addon).Select(a => (JsonNode)new JsonObject
        {
            ["addonName"] = a.Name,
            ["type"] = "networking",
            ["owner"] = "aws",
            ["publisher"] = "eks",
            ["addonVersions"] = new JsonArray([.. Known.Where(k => string.IsNullOrEmpty(kubernetes) || k.Version == kubernetes)
                .GroupBy(k => string.Format(a.Version, k.Version), StringComparer.Ordinal)
                .Select(g => (JsonNode)new JsonObject
                {
                    ["addonVersion"] = g.Key,
                    ["architecture"] = new JsonArray("amd64", "arm64"),
                    ["compatibilities"] = new JsonArray([.. g.Select(k => (JsonNode)new JsonObject { ["clusterVersion"] = k.Version, ["platformVersions"] = new JsonArray("*"), ["defaultVersion"] = true })])
                })])
        })])
    };

    private static bool IsStandard(string end) => DateTimeOffset.Parse(end + "T00:00:00Z") > TimeProvider.System.GetUtcNow();

    private static long Epoch(string date) => DateTimeOffset.Parse(date + "T00:00:00Z").ToUnixTimeSeconds();
}
