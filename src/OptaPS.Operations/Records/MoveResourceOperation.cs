using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Requests;

namespace OptaPS.Operations.Records;

/// <summary>Gives recorded resources another address.</summary>
internal static class MoveResourceOperation
{
    public static async Task<IReadOnlyList<MovedResource>> RunAsync(MoveResourceRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var (session, layer) = await LayerFinder.OpenAsync(request.Target, request.Environment, request.Service, cancellationToken);
        await using var opened = session;
        var moves = await session.Engine.MoveAsync(layer.ToString(), request.From, request.To, cancellationToken);
        if (moves.Count == 0)
            sink.Report(Before(request));
        return [.. moves.Select(move => new MovedResource(layer.Environment, layer.Service, move.Key, move.Value))];
    }

    private static Diagnostic Before(MoveResourceRequest request) =>
        new("OPTA7078", Severity.Warning, $"Nothing was moved: nothing is recorded at '{request.From}', and '{request.To}' is recorded.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Remedy = "Nothing has to be done when the same move was made before. Otherwise look at the names with a plan or with 'opta drift'.",
        };
}
