using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Streams;

namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>
/// A terminal between the client, whose own terminal is raw, and a program: it echoes what is typed, edits the line, and knows
/// Control-C and Control-D.
/// </summary>
internal sealed class TerminalProcess : IRemoteProcess
{
    private const byte Interrupt = 3;
    private const byte EndOfFile = 4;
    private const byte Backspace = 8;
    private const byte Delete = 127;

    private readonly IRemoteProcess client;
    private readonly TerminalInput input = new();
    private readonly CancellationTokenSource over;
    private readonly Task typing;
    private readonly List<byte> line = [];
    private CancellationTokenSource? foreground;

    public TerminalProcess(IRemoteProcess client, CancellationToken ct)
    {
        this.client = client;
        over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        typing = TypeAsync(over.Token);
    }

    public Stream Input => input;

    public Task Gone => client.Gone;

    public Task OutAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => client.OutAsync(data, ct);

    public Task ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => client.ErrorAsync(data, ct);

    public Task FinishAsync(JsonObject status, CancellationToken ct) => client.FinishAsync(status, ct);

    /// <summary>Runs a program in the foreground; null when Control-C ended it.</summary>
    public async Task<T?> ForegroundAsync<T>(Func<CancellationToken, Task<T>> program, CancellationToken ct)
        where T : struct
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        foreground = stop;
        try
        {
            return await program(stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            foreground = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await client.DisposeAsync();
        await typing;
        over.Dispose();
    }

    private async Task TypeAsync(CancellationToken ct)
    {
        var buffer = new byte[4096];
        try
        {
            var source = client.Input;
            while (await source.ReadAsync(buffer, ct) is > 0 and var count)
            {
                for (var i = 0; i < count; i++)
                    await KeyAsync(buffer[i], ct);
            }

            // Nobody types a return any more.
            if (line.Count > 0)
                input.Add([.. line]);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.WebSockets.WebSocketException)
        {
            // The client is gone.
        }
        finally
        {
            input.End();
        }
    }

    private async Task KeyAsync(byte key, CancellationToken ct)
    {
        switch (key)
        {
            case (byte)'\r' or (byte)'\n':
                await client.OutAsync("\r\n"u8.ToArray(), ct);
                line.Add((byte)'\n');
                Enter();
                break;
            case Interrupt:
                await client.OutAsync("^C\r\n"u8.ToArray(), ct);
                line.Clear();
                await InterruptAsync();
                break;
            case EndOfFile:
                Enter();
                break;
            case Backspace or Delete:
                if (line.Count == 0)
                    break;
                while (line.Count > 1 && (line[^1] & 0xC0) == 0x80)
                    line.RemoveAt(line.Count - 1);
                line.RemoveAt(line.Count - 1);
                await client.OutAsync("\b \b"u8.ToArray(), ct);
                break;
            default:
                line.Add(key);
                await client.OutAsync(new[] { key }, ct);
                break;
        }
    }

    private void Enter()
    {
        input.Add([.. line]);
        line.Clear();
    }

    private async Task InterruptAsync()
    {
        if (foreground is { } running)
            await running.CancelAsync();
        else
            input.Add("\n"u8.ToArray());
    }
}
