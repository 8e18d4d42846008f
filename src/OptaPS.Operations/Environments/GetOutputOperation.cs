using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;
using OptaPS.Secrets;

namespace OptaPS.Operations.Environments;

/// <summary>Reads a layer's outputs from its state; secrets are masked.</summary>
internal static class GetOutputOperation
{
    public static async Task<IReadOnlyList<OutputValue>> RunAsync(GetOutputRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var (environment, _) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
        await using var session = Session.Open(target, cloud: null);
        var layer = environment with { Service = request.Service };
        var outputs = await session.Engine.ReadOutputsAsync(layer.ToString(), cancellationToken)
            ?? throw new OptaException(LayerErrors.NoService(layer.Environment, layer.Service!, await EnvironmentFinder.ServicesAsync(session.Engine, layer.Environment, cancellationToken)));

        return [.. outputs.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
        {
            var sensitive = outputs.Sensitive.Contains(pair.Key);
            var text = pair.Value?.ToJsonString() ?? "null";
            return new OutputValue(layer.Environment, layer.Service, pair.Key, sensitive ? Secret.Mask : text, sensitive)
            {
                Secret = sensitive && request.WithSecrets ? new Secret(text) : null,
            };
        })];
    }
}
