using OptaPS.Configuration.Layers;
using OptaPS.Diagnostics;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Cluster;

/// <summary>The table of Kubernetes versions that cloud, mesh and entry all support.</summary>
internal static class KubernetesVersions
{
    private const string File = "kubernetes-versions.json";

    /// <summary>The version that an environment's cluster gets.</summary>
    /// <exception cref="OptaException">The file asks for a version outside the table.</exception>
    public static string Choose(ModuleContext context)
    {
        var table = EmbeddedText.Json(File);
        if (!context.Inputs.IsWritten("k8s_version"))
            return table["default"]!.GetValue<string>();
        var asked = context.Inputs.GetString("k8s_version");
        var supported = table["supported"]!.AsArray().Select(version => version!.GetValue<string>()).ToList();
        return supported.Contains(asked)
            ? asked
            : throw new OptaException(ModuleContext.Finding("OPTA6008", $"Kubernetes {asked} is not supported by cloud, mesh and entry together.") with
            {
                Location = context.Inputs.LocationOf("k8s_version"),
                Category = DiagnosticCategory.InvalidArgument,
                Allowed = string.Join(", ", supported),
                Nearest = supported[^1],
                Remedy = "Choose a supported version, or leave k8s_version out.",
            });
    }

    /// <summary>The tag of the cluster-autoscaler image for the cluster of a file, whose minor version must equal the cluster's.</summary>
    public static string AutoscalerImage(ModuleDeclaration cluster)
    {
        var table = EmbeddedText.Json(File);
        var version = cluster.Inputs.IsWritten("k8s_version") ? cluster.Inputs.GetString("k8s_version") : table["default"]!.GetValue<string>();
        return table["autoscalerImage"]![version]!.GetValue<string>();
    }
}
