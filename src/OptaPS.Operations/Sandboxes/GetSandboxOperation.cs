using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Lists sandboxes and whether they run.</summary>
internal static class GetSandboxOperation
{
    public static async Task<IReadOnlyList<SandboxInfo>> RunAsync(GetSandboxRequest request, CancellationToken cancellationToken)
    {
        var result = new List<SandboxInfo>();
        foreach (var folder in SandboxFolder.All(request.Target.HomeFolder))
        {
            if (request.Target.Sandbox is null || request.Target.Sandbox == folder.Name)
                result.Add(SandboxInfos.Of(folder, await folder.ReadRunningAsync(cancellationToken)));
        }

        return result;
    }
}
