using System.Threading.Channels;

namespace OptaPS.Helm.Rendering;

/// <summary>Runs a rendering on a thread with a deep stack, and answers its lookups asynchronously.</summary>
internal static class RenderThread
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static async Task<T> RunAsync<T>(Func<Func<LookupRequest, object?>?, T> work, ILookup? lookup, RenderLimits limits, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = Channel.CreateUnbounded<PendingLookup>();
        Func<LookupRequest, object?>? ask = lookup is null ? null : request =>
        {
            using var pending = new PendingLookup(request);
            requests.Writer.TryWrite(pending);
            return pending.Wait(cancellationToken);
        };
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(work(ask));
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
            if (lookup is not null)
            {
                await foreach (var pending in requests.Reader.ReadAllAsync(patience.Token))
                {
                    await pending.AnswerAsync(lookup, cancellationToken);
                }
            }
            return await done.Task.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !done.Task.IsCompleted)
        {
            throw HelmError.Of("OPTA5022", $"rendering took longer than {limits.MaximumTime.TotalSeconds:0.#} s");
        }
    }
}
