using System.Text.Json.Nodes;

namespace OptaPS.Helm.Rendering;

/// <summary>A lookup that the rendering thread waits for.</summary>
internal sealed class PendingLookup(LookupRequest request) : IDisposable
{
    private readonly ManualResetEventSlim answered = new();
    private JsonObject? answer;
    private Exception? failure;

    public object? Wait(CancellationToken cancellationToken)
    {
        answered.Wait(cancellationToken);
        if (failure is not null)
        {
            throw new FunctionException(failure.Message);
        }
        return answer is null ? new GoMap() : JsonTree.FromNode(answer);
    }

    public async Task AnswerAsync(ILookup lookup, CancellationToken cancellationToken)
    {
        try
        {
            answer = await lookup.GetAsync(request.ApiVersion, request.Kind, request.Namespace, request.Name, cancellationToken);
        }
        catch (Exception e) when (e is OptaException or HttpRequestException or OperationCanceledException)
        {
            failure = e;
        }
        answered.Set();
    }

    public void Dispose() => answered.Dispose();
}
