using System.Collections.Concurrent;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>
/// Carries work from any thread to the pipeline thread, the only one that may call a cmdlet's Write methods. The one place where an
/// asynchronous operation is waited for synchronously.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private readonly BlockingCollection<Action> queue = new(boundedCapacity: 1024);

    /// <summary>Queues an action for the pipeline thread; blocks the caller while the queue is full. Ignored once the pump is closed.</summary>
    public void Post(Action action)
    {
        try
        {
            queue.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The pipeline no longer reads: the command was stopped. What is lost is display only.
        }
    }

    /// <summary>Asks the pipeline thread a question and awaits its answer.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception e)
            {
                answer.SetException(e);
                throw;
            }
        });
        return answer.Task;
    }

    /// <summary>Runs <paramref name="operation"/> on the thread pool and queued actions here until it ends.</summary>
    /// <param name="operation">The work.</param>
    /// <param name="stop">Cancelled when an action throws because the pipeline is being stopped.</param>
    /// <param name="settleTime">How long the work may go on after that to reach a durable point.</param>
    public T Run<T>(Func<Task<T>> operation, CancellationTokenSource stop, TimeSpan settleTime)
    {
        var worker = Task.Run(async () =>
        {
            try
            {
                return await operation().ConfigureAwait(false);
            }
            finally
            {
                queue.CompleteAdding();
            }
        });

        try
        {
            foreach (var action in queue.GetConsumingEnumerable())
                action();
        }
        catch
        {
            // A Write call threw (Select-Object -First, a stop): let the operation reach a durable point, then end as PowerShell asks.
            stop.Cancel();
            queue.CompleteAdding();
            while (queue.TryTake(out _))
            {
                // Waiting writers are let go; their messages have no reader any more.
            }

            ((IAsyncResult)worker).AsyncWaitHandle.WaitOne(settleTime);
            throw;
        }

        return worker.GetAwaiter().GetResult();
    }

    public void Dispose() => queue.Dispose();
}
