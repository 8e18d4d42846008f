using OptaPS.Operations.Sandboxes;
using OptaPS.Targets;

namespace OptaPS.Operations.Targets;

/// <summary>Finds the endpoints and folders of a target. A sandbox that does not run is an error, never a fall-through to the cloud.</summary>
internal static class TargetResolver
{
    public static async Task<ResolvedTarget> ResolveAsync(OperationTarget target, CancellationToken cancellationToken)
    {
        if (target.Endpoints is { } given)
            return Make(target, given, Path.Combine(target.HomeFolder, "state", given.World ?? "cloud"));

        if (target.Sandbox is not { } name)
            return Make(target, EndpointSet.Cloud, Path.Combine(target.HomeFolder, "state", "cloud"));

        var folder = new SandboxFolder(target.HomeFolder, name);
        var description = await folder.ReadRunningAsync(cancellationToken)
            ?? throw new Diagnostics.OptaException(SandboxErrors.NotRunning(name));
        return Make(target, description.ToEndpoints(folder), folder.State);
    }

    private static ResolvedTarget Make(OperationTarget target, EndpointSet endpoints, string stateFolder) => new(
        target,
        endpoints,
        stateFolder,
        Path.Combine(target.HomeFolder, "keys", "state.key"),
        Path.Combine(target.HomeFolder, "cache", "charts"));
}
