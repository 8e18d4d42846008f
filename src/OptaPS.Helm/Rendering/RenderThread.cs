using System.Threading.Channels;

namespace OptaPS.Helm.Rendering;

/// <summary>Runs a rendering on a thread with a deep stack, and answers its lookups asynchronously.</summary>
internal static class RenderThread
{
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
        if (lookup is not null)
        {
            await foreach (var pending in requests.Reader.ReadAllAsync(CancellationToken.None))
            {
                await pending.AnswerAsync(lookup, cancellationToken);
            }
        }
        return await done.Task;
    }
}
