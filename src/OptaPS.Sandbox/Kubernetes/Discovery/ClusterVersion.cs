using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Discovery;

/// <summary>The version document of a cluster.</summary>
internal static class ClusterVersion
{
    /// <summary>Fills the recorded document with the minor version that the cluster was asked to be.</summary>
    public static JsonObject Document(string version)
    {
        var document = DataFiles.Discovery["version.json"].Copy();
        var parts = version.TrimStart('v').Split('.');
        if (parts.Length < 2 || document.Text("minor") == parts[1])
            return document;
        document["major"] = parts[0];
        document["minor"] = parts[1];
        document["gitVersion"] = $"v{parts[0]}.{parts[1]}.{(parts.Length > 2 ? parts[2] : "0")}";
        document["emulationMajor"] = parts[0];
        document["emulationMinor"] = parts[1];
        document.Remove("minCompatibilityMajor");
        document.Remove("minCompatibilityMinor");
        return document;
    }
}
