using OptaPS.Operations;
using OptaPS.PowerShell.Loading;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>One call of the engine with everything that is told about it: for cmdlets and jobs alike.</summary>
internal sealed class OperationCall(IOperationStreams streams, ProgressBoard progress, bool debug)
{
    public async Task<TResult> RunAsync<TResult>(IOperationRequest<TResult> request, IOperationSink sink, CancellationToken cancellationToken)
    {
        using var trace = debug ? new RequestTrace(streams.Debug) : null;
        using var call = trace?.Begin(request.GetType().Name);
        if (debug)
            streams.Debug($"{request.GetType().Name} on {(request.Target.Sandbox is { } sandbox ? $"sandbox {sandbox}" : "the cloud")}, home folder {request.Target.HomeFolder}");
        try
        {
            await using var runner = EngineLoader.CreateRunner();
            return await runner.RunAsync(request, sink, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            progress.Complete();
        }
    }
}
