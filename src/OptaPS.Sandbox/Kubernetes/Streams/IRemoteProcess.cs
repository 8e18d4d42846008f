using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>The client's side of exec and attach, whatever protocol carries it.</summary>
internal interface IRemoteProcess : IAsyncDisposable
{
    /// <summary>What the client types; ends when it closes its side. Empty when the client sends nothing.</summary>
    Stream Input { get; }

    /// <summary>Ends when the client has left.</summary>
    Task Gone { get; }

    Task OutAsync(ReadOnlyMemory<byte> data, CancellationToken ct);

    Task ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken ct);

    /// <summary>Tells how it ended and closes everything.</summary>
    Task FinishAsync(JsonObject status, CancellationToken ct);
}
