namespace OptaPS.Helm.Rendering;

/// <summary>Work outside of the rendering thread that this thread waits for.</summary>
internal sealed class PendingCall(Func<CancellationToken, Task<object?>> work) : IDisposable
{
    private readonly ManualResetEventSlim answered = new();
    private object? answer;
    private Exception? failure;

    /// <summary>Waits for the answer.</summary>
    /// <exception cref="FunctionException">The work failed; the message is that of the failure.</exception>
    public object? Wait(CancellationToken cancellationToken)
    {
        answered.Wait(cancellationToken);
        return failure is null ? answer : throw new FunctionException(failure.Message);
    }

    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            answer = await work(cancellationToken);
        }
        catch (Exception e) when (e is OptaException or HttpRequestException or OperationCanceledException or FunctionException)
        {
            failure = e;
        }
        answered.Set();
    }

    public void Dispose() => answered.Dispose();
}
