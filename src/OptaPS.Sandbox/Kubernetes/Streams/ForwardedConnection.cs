namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>One connection to a port of a pod, whatever protocol carries it.</summary>
/// <param name="Port">The pod's port.</param>
/// <param name="Input">What the client sends; ends when it closes its side.</param>
/// <param name="WriteAsync">Sends to the client.</param>
/// <param name="RefuseAsync">Tells the client why there is no connection.</param>
internal sealed record ForwardedConnection(int Port, Stream Input, Func<ReadOnlyMemory<byte>, CancellationToken, Task> WriteAsync, Func<string, CancellationToken, Task> RefuseAsync);
