using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.State.Objects;

/// <summary>
/// An object store whose calls are repeated when the failure may pass. A conditional write whose answer was lost (here or inside a client that
/// repeats by itself) fails its own condition the second time; every object that the engine writes is unlike any other, so equal content is our own write.
/// </summary>
internal sealed class SteadyObjectStore(IObjectStore inner, TimeProvider time) : IObjectStore
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(30);

    public string Description => inner.Description;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken) =>
        RepeatAsync(key, token => inner.GetAsync(key, token), cancellationToken);

    public async Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken)
    {
        if (await RepeatAsync(key, token => inner.PutAsync(key, content, expectedVersion, token), cancellationToken) is { } version)
            return version;
        return await GetAsync(key, cancellationToken) is { } present && present.Content.Span.SequenceEqual(content.Span) ? present.Version : null;
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => RepeatAsync(
        key,
        async token =>
        {
            await inner.DeleteAsync(key, token);
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        RepeatAsync(prefix, token => inner.ListAsync(prefix, token), cancellationToken);

    private async Task<T> RepeatAsync<T>(string key, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var wait = FirstWait;
        ProviderException? last = null;
        while (true)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (ProviderException exception)
            {
                last = exception;
                if (exception.Failure.Retry == RetryAdvice.No || time.GetElapsedTime(start) > GiveUp)
                    throw Failed(exception, key);
            }
            catch (OperationCanceledException) when (last is not null)
            {
                // The deadline of the lease ended the repeats; why there were repeats says more.
                throw Failed(last, key);
            }

            try
            {
                await Task.Delay(last.Failure.RetryAfter ?? wait, time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw Failed(last, key);
            }

            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private OptaException Failed(ProviderException exception, string key)
    {
        var cause = exception.Failure.Diagnostic;
        return new OptaException(
            new Diagnostic("OPTA2103", Severity.Error, $"The state in {Description} cannot be read or written: {cause.Message}")
            {
                Category = cause.Category,
                Resource = key,
                Cause = cause.Cause,
                RequestId = cause.RequestId,
                Remedy = cause.Remedy ?? "Make the place of the state reachable and run the same command again; it goes on where it stopped.",
            },
            exception);
    }
}
