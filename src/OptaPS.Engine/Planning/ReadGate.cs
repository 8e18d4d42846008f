using OptaPS.Diagnostics;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning;

/// <summary>Bounds, paces and repeats the calls of planning and comparing, which change nothing. One for all runs of an engine.</summary>
internal sealed class ReadGate(LayerEngineOptions settings, LimiterSet limiters)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim slots = new(settings.ReadConcurrency, settings.ReadConcurrency);
    private readonly TimeProvider time = settings.Time;

    /// <summary>Makes a comparison, which most providers do without a call; failures that may pass are repeated.</summary>
    /// <exception cref="OptaException">A call failed for good; carries the provider's diagnostic.</exception>
    internal Task<T> CompareAsync<T>(string address, Func<CancellationToken, Task<T>> compare, CancellationToken cancellationToken) => RepeatAsync(address, null, compare, cancellationToken);

    /// <summary>Makes a call; failures that may pass are repeated. It goes at the rate that the service takes, together with the calls of operations.</summary>
    /// <param name="address">What it is about.</param>
    /// <param name="type">The type, or the question, that it is about.</param>
    /// <param name="traits">The type's traits; null for a question.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="OptaException">The call failed for good; carries the provider's diagnostic.</exception>
    internal Task<T> ReadAsync<T>(string address, ResourceType type, ResourceTraits? traits, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        RepeatAsync(address, limiters.Of(type, traits ?? new ResourceTraits()).Calls, call, cancellationToken);

    private async Task<T> RepeatAsync<T>(string address, CallPacer? pacer, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var wait = FirstWait;
        while (true)
        {
            ProviderFailure failure;
            var sent = pacer is null ? 0 : await pacer.WaitAsync(0, cancellationToken);
            await slots.WaitAsync(cancellationToken);
            try
            {
                var answer = await call(cancellationToken).WaitAsync(cancellationToken);
                pacer?.Taken(sent);
                return answer;
            }
            catch (ProviderException exception)
            {
                failure = exception.Failure;
                if (failure.Retry == RetryAdvice.Throttled)
                    pacer?.Throttled(sent);
                if (failure.Retry == RetryAdvice.No || time.GetElapsedTime(start) > (failure.RetryFor ?? settings.RetryFor))
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
