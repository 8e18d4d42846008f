using System.Threading.Channels;
using OptaPS.Helm.Schema;

namespace OptaPS.Helm.Rendering;

/// <summary>Runs a rendering on a thread with a deep stack, and answers its calls to the outside asynchronously.</summary>
internal static class RenderThread
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static async Task<T> RunAsync<T>(Func<OutsideCalls, T> work, ILookup? lookup, RenderLimits limits, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = Channel.CreateUnbounded<PendingCall>();
        using var schemas = new SchemaSource();
        object? Ask(Func<CancellationToken, Task<object?>> call)
        {
            using var pending = new PendingCall(call);
            requests.Writer.TryWrite(pending);
            return pending.Wait(cancellationToken);
        }

        var calls = new OutsideCalls(
            lookup is null ? null : request => Ask(token => AnswerAsync(lookup, request, token)),
            address => Ask(token => schemas.ReadAsync(address, token)));
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(work(calls));
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
                finally
                {
                    requests.Writer.Complete();
                }
            },
            limits.StackSize)
        {
            IsBackground = true,
            Name = "OptaPS chart rendering",
        };
        thread.Start();

        // The rendering looks at the clock itself; this is for a function that does not come back to it.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter((limits.MaximumTime * 2) + Grace);
        try
        {
            await foreach (var pending in requests.Reader.ReadAllAsync(patience.Token))
            {
                await pending.AnswerAsync(cancellationToken);
            }
            return await done.Task.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !done.Task.IsCompleted)
        {
            throw HelmError.Of("OPTA5022", $"rendering took longer than {limits.MaximumTime.TotalSeconds:0.#} s");
        }
    }

    private static async Task<object?> AnswerAsync(ILookup lookup, LookupRequest request, CancellationToken cancellationToken)
    {
        var answer = await lookup.GetAsync(request.ApiVersion, request.Kind, request.Namespace, request.Name, cancellationToken);
        return answer is null ? new GoMap() : JsonTree.FromNode(answer);
    }
}
