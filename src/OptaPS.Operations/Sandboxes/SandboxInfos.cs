using OptaPS.Objects;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Makes the objects that show a sandbox.</summary>
internal static class SandboxInfos
{
    public static SandboxInfo Of(SandboxFolder folder, SandboxDescription? running) => new(folder.Name, running is null ? "Stopped" : "Running")
    {
        ProcessId = running?.ProcessId ?? 0,
        World = running?.World ?? "",
        Uri = running?.BaseAddress,
        DataFolder = folder.Root,
        LogFile = folder.Log,
        LocalKubeconfig = File.Exists(folder.LocalKubeconfig) ? folder.LocalKubeconfig : null,
        Variables = running?.AwsVariables() ?? new Dictionary<string, string>(StringComparer.Ordinal),
    };
}
