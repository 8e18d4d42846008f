using OptaPS.Diagnostics;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State.Journal;

namespace OptaPS.Engine.Execution.Operations;

/// <summary>
/// Drives an operation whose intent is durable to its end: sends, polls by handle without holding a thread, retries as advised with the
/// token that the advice asks for, and records every step before it matters.
/// </summary>
internal sealed class OperationDriver
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstThrottled = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(10);
    private readonly RunContext context;
    private readonly Operation operation;
    private readonly AdaptiveLimiter limiter;
    private readonly Backoff retries;
    private readonly Backoff throttles;
    private readonly Backoff polls;
    private readonly long start;
    private long? failingSince;
    private bool settling;
    private bool resumed;
    private bool found;

    internal OperationDriver(RunContext context, Operation operation)
    {
        this.context = context;
        this.operation = operation;
        limiter = context.Limiters.Of(operation.Record.Type, operation.Traits);
        retries = new Backoff(FirstRetry, LongestRetry, context.NextRandom);
        throttles = new Backoff(FirstThrottled, LongestRetry * 2, context.NextRandom);
        polls = new Backoff(FirstPoll, LongestPoll, () => 0.2);
        start = context.Time.GetTimestamp();
    }

    /// <summary>Runs to the end. Provider failures are in the result; a failing state store is thrown.</summary>
    /// <param name="verifyFirst">True when the operation may have been sent by an earlier run whose answer was lost.</param>
    /// <param name="settle">True when only the end of what was sent is wanted: what had no effect is dropped, not sent again.</param>
    internal async Task<OperationEnd> RunAsync(bool verifyFirst, bool settle = false)
    {
        settling = settle;
        resumed = verifyFirst || operation.Record.Open!.Handle is not null;
        try
        {
            var progress = operation.Record.Open!.Handle is { } handle
                ? OperationProgress.Pending(handle, retryAfter: TimeSpan.Zero)
                : verifyFirst ? await VerifyAsync() : null;
            while (true)
            {
                progress = await StepAsync(progress);
                if (progress is { Status: OperationStatus.Done } && await TryCompleteAsync(progress))
                    return new OperationEnd(ResourceOutcome.Done) { Found = found };

                if (progress is { Status: OperationStatus.Pending } && context.Time.GetElapsedTime(start) > operation.Traits.Deadline)
                    return new OperationEnd(ResourceOutcome.Failed, OperationErrors.TimedOut(operation.Record, operation.Action, operation.Traits.Deadline));
            }
        }
        catch (OperationFailedException failed)
        {
            return new OperationEnd(ResourceOutcome.Failed, failed.Diagnostic);
        }
        catch (NoEffectException)
        {
            return new OperationEnd(ResourceOutcome.Done);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested || context.Hard.IsCancellationRequested)
        {
            return new OperationEnd(ResourceOutcome.Open, OperationErrors.Stopped(operation.Record.Address));
        }
    }

    /// <summary>Records the end; false when what is needed for the record could not be read yet.</summary>
    private async Task<bool> TryCompleteAsync(OperationProgress progress)
    {
        JournalEntry entry;
        try
        {
            // Of an operation that an earlier run began, only that run knows how long it took.
            TimeSpan? elapsed = resumed ? null : context.Time.GetElapsedTime(start);
            entry = await CallAsync(token => operation.CompleteAsync(progress, elapsed, token));
        }
        catch (ProviderException exception)
        {
            await FailAsync(exception.Failure with { Retry = exception.Failure.Retry == RetryAdvice.No ? RetryAdvice.No : RetryAdvice.SameToken }, null, polling: true, progress);
            return false;
        }

        await context.CommitAsync(entry);
        return true;
    }

    /// <summary>Sends when there is no progress yet, polls when it is pending. Null: to be sent (again).</summary>
    private async Task<OperationProgress?> StepAsync(OperationProgress? progress)
    {
        if (progress is { Status: OperationStatus.Done })
            return progress;
        try
        {
            if (progress is { Status: OperationStatus.Pending })
            {
                await WaitAsync(progress.RetryAfter ?? polls.Next());
                progress = await RecordAsync(await CallAsync(operation.PollAsync));
            }
            else
            {
                progress = await RecordAsync(await CallAsync(operation.SendAsync));
            }

            if (progress.Failure is null)
                failingSince = null;
            return progress.Status == OperationStatus.Failed ? await FailAsync(progress.Failure!, progress.Identifier, polling: false, null) : progress;
        }
        catch (ProviderException exception)
        {
            return await FailAsync(exception.Failure, null, progress is { Status: OperationStatus.Pending }, progress);
        }
    }

    /// <summary>Decides what follows a failure; throws when nothing does.</summary>
    private async Task<OperationProgress?> FailAsync(ProviderFailure failure, string? identifier, bool polling, OperationProgress? progress)
    {
        failingSince ??= context.Time.GetTimestamp();
        var exhausted = context.Time.GetElapsedTime(failingSince.Value) > (failure.RetryFor ?? context.Settings.RetryFor);
        if (failure.Retry == RetryAdvice.No || exhausted || identifier is not null && operation.Action == PlannedAction.Create)
            await GiveUpAsync(failure, identifier, keepOpen: polling || exhausted && failure.Retry == RetryAdvice.ReadFirst);

        context.Events.Report(EngineEventKind.Retrying, operation.Record.Address, operation.Record.Type, operation.Action, failure.Diagnostic.Message, context.Time.GetElapsedTime(start), failure.Diagnostic);
        await WaitAsync(failure.RetryAfter ?? (failure.Retry == RetryAdvice.Throttled ? throttles : retries).Next());
        if (failure.Retry == RetryAdvice.ReadFirst)
            return await VerifyAsync();
        if (polling)
            return progress;
        if (failure.Retry == RetryAdvice.NewToken)
            await RenewAsync();
        else if (settling && operation.Action != PlannedAction.Create)
            await DropAsync();
        return null;
    }

    private async Task<OperationProgress?> VerifyAsync()
    {
        OperationProgress? verified;
        try
        {
            verified = await CallAsync(operation.VerifyAsync);
        }
        catch (ProviderException exception)
        {
            // As long as it cannot be known whether it is there, it is not sent again.
            var advice = exception.Failure.Retry == RetryAdvice.No ? exception.Failure : exception.Failure with { Retry = RetryAdvice.ReadFirst };
            if (advice.Retry == RetryAdvice.No)
                await GiveUpAsync(advice, null, keepOpen: true);
            return await FailAsync(advice, null, polling: false, null);
        }

        if (verified is not null)
        {
            // What is found under way brings the handle that it is polled by.
            found = operation.Action == PlannedAction.Create;
            return await RecordAsync(verified);
        }

        // An answer "not there" is final only for a token that is over: within its life the same token cannot make a second one.
        var open = operation.Record.Open!;
        if (open.Handle is not null || context.Time.GetUtcNow() - open.Since >= operation.Traits.TokenLife)
            await RenewAsync();
        else if (settling && operation.Action != PlannedAction.Create)
            await DropAsync();
        return null;
    }

    /// <summary>Goes on with a new token; when settling, the attempt that is over is dropped instead.</summary>
    private Task RenewAsync() => settling ? DropAsync() : operation.RenewTokenAsync();

    /// <summary>Records that the operation had no effect, and ends.</summary>
    private async Task DropAsync()
    {
        var record = operation.Record;
        var half = operation.Action == PlannedAction.Create && record.Identifier is not null;
        await context.CommitAsync(new FailedEntry(record.Address, record.Identifier, half, "OPTA2506", "An earlier run's operation had no effect."));
        throw new NoEffectException();
    }

    /// <summary>Makes a handle or an identifier durable as soon as it is known.</summary>
    private async Task<OperationProgress> RecordAsync(OperationProgress progress)
    {
        if (progress.Status != OperationStatus.Pending)
            return progress;
        var record = operation.Record;
        if (progress.Handle is { } handle && handle != record.Open!.Handle || progress.Identifier is { } identifier && identifier != record.Identifier)
        {
            operation.Record = record with
            {
                Identifier = progress.Identifier ?? record.Identifier,
                Open = record.Open! with { Handle = progress.Handle ?? record.Open.Handle },
            };
            await context.CommitAsync(new HandleEntry(record.Address, progress.Handle, progress.Identifier));
        }

        return progress;
    }

    private async Task GiveUpAsync(ProviderFailure failure, string? identifier, bool keepOpen)
    {
        var diagnostic = failure.Diagnostic with { Resource = failure.Diagnostic.Resource ?? operation.Record.Address };
        if (!keepOpen)
        {
            var known = identifier ?? (operation.Action == PlannedAction.Create ? operation.Record.Identifier : null);
            await context.CommitAsync(new FailedEntry(
                operation.Record.Address,
                known,
                operation.Action == PlannedAction.Create && known is not null,
                diagnostic.Code,
                context.Redactor.Apply(diagnostic.Message)));
        }

        throw new OperationFailedException(diagnostic);
    }

    private async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        var sent = await limiter.Calls.WaitAsync(context.Urgency.GetValueOrDefault(operation.Record.Address), context.Hard);
        try
        {
            var answer = await call(context.Hard).WaitAsync(context.Hard);
            limiter.Calls.Taken(sent);
            return answer;
        }
        catch (ProviderException exception) when (exception.Failure.Retry == RetryAdvice.Throttled)
        {
            limiter.Calls.Throttled(sent);
            throw;
        }
    }

    private async Task WaitAsync(TimeSpan wait)
    {
        context.Stop.ThrowIfCancellationRequested();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, context.Time, context.Stop);
    }

    private sealed class NoEffectException : Exception;

    private sealed class OperationFailedException(Diagnostic diagnostic) : Exception(diagnostic.Message)
    {
        internal Diagnostic Diagnostic => diagnostic;
    }
}
