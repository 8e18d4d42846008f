using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Requests;

namespace OptaPS.Operations.Records;

/// <summary>Gives recorded resources another address.</summary>
internal static class MoveResourceOperation
{
    public static async Task<IReadOnlyList<MovedResource>> RunAsync(MoveResourceRequest request, CancellationToken cancellationToken)
    {
        var (session, layer) = await LayerFinder.OpenAsync(request.Target, request.Environment, request.Service, cancellationToken);
        await using var opened = session;
        var moves = await session.Engine.MoveAsync(layer.ToString(), request.From, request.To, cancellationToken);
        return [.. moves.Select(move => new MovedResource(layer.Environment, layer.Service, move.Key, move.Value))];
    }
}
