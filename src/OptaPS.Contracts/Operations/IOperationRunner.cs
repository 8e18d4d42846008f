namespace OptaPS.Operations;

/// <summary>Runs operations. The one door between a front (cmdlets, program) and the engine.</summary>
public interface IOperationRunner : IAsyncDisposable
{
    /// <summary>Runs the operation that <paramref name="request"/> asks for.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="sink">Receives events and answers questions; called from any thread.</param>
    /// <param name="cancellationToken">Stops starting new work; what runs is brought to a durable point.</param>
    /// <exception cref="Diagnostics.OptaException">The operation failed or is refused.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; state is durable.</exception>
    Task<TResult> RunAsync<TResult>(IOperationRequest<TResult> request, IOperationSink sink, CancellationToken cancellationToken);
}
