using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Requests;

namespace OptaPS.Operations.Records;

/// <summary>Protects recorded resources from replacement and deletion, or lifts the protection.</summary>
internal static class ProtectResourceOperation
{
    public static async Task<IReadOnlyList<ProtectedResource>> RunAsync(ProtectResourceRequest request, CancellationToken cancellationToken)
    {
        var (session, layer) = await LayerFinder.OpenAsync(request.Target, request.Environment, request.Service, cancellationToken);
        await using var opened = session;
        var locks = await session.Engine.ProtectAsync(layer.ToString(), request.Addresses, request.Protect, cancellationToken);
        return [.. request.Addresses.Select(address => new ProtectedResource(layer.Environment, layer.Service, address, request.Protect) { CloudLock = locks.Contains(address, StringComparer.Ordinal) })];
    }
}
