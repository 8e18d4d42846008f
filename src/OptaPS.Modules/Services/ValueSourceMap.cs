using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Services;

/// <summary>Says for the values of a release where the file (or a command) gave them.</summary>
internal static class ValueSourceMap
{
    private static readonly (string Input, string Pointer)[] Places =
    [
        ("port", "/values/ports"), ("ports", "/values/ports"), ("min_containers", "/values/scaling/min"), ("max_containers", "/values/scaling/max"),
        ("autoscaling_target_cpu_percentage", "/values/scaling/cpu"), ("autoscaling_target_mem_percentage", "/values/scaling/memory"),
        ("healthcheck_path", "/values/readiness"), ("healthcheck_command", "/values/readiness"), ("env_vars", "/values/env"),
        ("commands", "/values/command"), ("args", "/values/args"), ("resource_request", "/values/resources"), ("resource_limits", "/values/resources/memoryLimit"),
        ("pod_annotations", "/values/podAnnotations"), ("pod_labels", "/values/podLabels"), ("tolerations", "/values/tolerations"), ("public_uri", "/values/routes"),
        ("timeout", "/timeoutSeconds"), ("max_history", "/maxHistory"),
    ];

    /// <summary>Sources by JSON pointer.</summary>
    public static IReadOnlyDictionary<string, string> Of(ModuleContext context, ServiceImage image)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal) { ["/values/image"] = image.Source };
        foreach (var (input, pointer) in Places.Where(place => context.Inputs.IsWritten(place.Input)))
            sources[pointer] = context.Inputs.LocationOf(input).ToString();
        return sources;
    }
}
