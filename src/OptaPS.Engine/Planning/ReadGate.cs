using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning;

/// <summary>Bounds and repeats the read calls of a plan.</summary>
internal sealed class ReadGate(int concurrency, TimeSpan retryFor, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim slots = new(concurrency, concurrency);

    /// <summary>Makes a call that changes nothing; failures that may pass are repeated.</summary>
    /// <exception cref="OptaException">The call failed for good; carries the provider's diagnostic.</exception>
    internal async Task<T> ReadAsync<T>(string address, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var wait = FirstWait;
        while (true)
        {
            ProviderFailure failure;
            await slots.WaitAsync(cancellationToken);
            try
            {
                return await call(cancellationToken);
            }
            catch (ProviderException exception)
            {
                failure = exception.Failure;
                if (failure.Retry == RetryAdvice.No || time.GetElapsedTime(start) > (failure.RetryFor ?? retryFor))
                    throw new OptaException(failure.Diagnostic with { Resource = failure.Diagnostic.Resource ?? address }, exception);
            }
            finally
            {
                slots.Release();
            }

            await Task.Delay(failure.RetryAfter ?? wait, time, cancellationToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }
}
