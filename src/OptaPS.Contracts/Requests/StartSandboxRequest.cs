using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Starts a sandbox, or returns it when it runs already.</summary>
/// <param name="Target">Home folder of sandboxes; <see cref="OperationTarget.Sandbox"/> names it.</param>
/// <param name="ServeCommand">The program that serves a sandbox, followed by its fixed arguments (<c>opta sandbox serve</c>).</param>
public sealed record StartSandboxRequest(OperationTarget Target, IReadOnlyList<string> ServeCommand) : IOperationRequest<SandboxInfo>
{
    /// <summary>How many times faster than real time long operations run.</summary>
    public double TimeScale { get; init; } = 60;

    /// <summary>True to make a cluster in it that stands for this machine's own: <c>providers: {local: {}}</c> and kubeconfig contexts work on it.</summary>
    public bool LocalCluster { get; init; }

    /// <summary>True to let it live on when the starting process ends.</summary>
    public bool Keep { get; init; }
}
