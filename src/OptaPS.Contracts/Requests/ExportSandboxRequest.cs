using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Writes a sandbox's whole world, running or stopped, and the state made in it into one file. The file holds the world's made-up keys.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
/// <param name="Path">The file, relative to the working folder.</param>
/// <param name="Overwrite">Replace a file that exists.</param>
public sealed record ExportSandboxRequest(OperationTarget Target, string Path, bool Overwrite = false) : IOperationRequest<SandboxArchive>;
