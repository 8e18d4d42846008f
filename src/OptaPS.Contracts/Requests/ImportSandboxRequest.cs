using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Makes a sandbox from an exported file; it is not started.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names the sandbox to make.</param>
/// <param name="Path">The file, relative to the working folder.</param>
/// <param name="Overwrite">Replace the world of a stopped sandbox of that name.</param>
public sealed record ImportSandboxRequest(OperationTarget Target, string Path, bool Overwrite = false) : IOperationRequest<SandboxInfo>;
