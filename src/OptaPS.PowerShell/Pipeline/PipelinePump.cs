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
    public Task<T> AskAsync<T>(Func<T> question, CancellationToken cancellationToken)
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
        return answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Runs <paramref name="operation"/> on the thread pool and queued actions here until it ends.</summary>
    /// <param name="operation">The work.</param>
    /// <param name="stop">Cancelled when the command is stopped, also here when a queued action throws because nobody reads its output any more.</param>
    /// <param name="settleTime">How long the work may go on after that to reach a durable point.</param>
    /// <exception cref="OperationCanceledException">The command was stopped and the work did not end within the time.</exception>
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
            while (queue.TryTake(out var action, Timeout.Infinite, stop.Token))
                action();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (!Settle(worker, settleTime))
                throw;
        }
        catch
        {
            // A Write call threw (Select-Object -First, -ErrorAction Stop): let the operation reach a durable point, then end as PowerShell asks.
            stop.Cancel();
            Settle(worker, settleTime);
            throw;
        }

        return worker.GetAwaiter().GetResult();
    }

    public void Dispose() => queue.Dispose();

    // Waiting writers are let go; their messages have no reader any more.
    private bool Settle(Task worker, TimeSpan settleTime)
    {
        queue.CompleteAdding();
        return ((IAsyncResult)worker).AsyncWaitHandle.WaitOne(settleTime);
    }
}
