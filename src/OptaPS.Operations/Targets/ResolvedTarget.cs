using OptaPS.Operations;
using OptaPS.Targets;

namespace OptaPS.Operations.Targets;

/// <summary>A target with its endpoints and folders found.</summary>
/// <param name="Target">What the front asked for.</param>
/// <param name="Endpoints">Where calls go.</param>
/// <param name="StateFolder">Where local state of this target is kept: beside a sandbox's world, so that it ends with it, else in the home folder.</param>
/// <param name="KeyFile">The key file that encrypts secrets in that state.</param>
/// <param name="CacheFolder">Downloaded charts by digest.</param>
internal sealed record ResolvedTarget(OperationTarget Target, EndpointSet Endpoints, string StateFolder, string KeyFile, string CacheFolder)
{
    /// <summary>The target's name on objects.</summary>
    public string Name => Endpoints.Name;
}
