using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Environments;

/// <summary>Lists environments from their states.</summary>
internal static class GetEnvironmentOperation
{
    public static async Task<IReadOnlyList<EnvironmentInfo>> RunAsync(GetEnvironmentRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        await using var session = Session.Open(target, cloud: null);
        var layers = await session.Engine.ListLayersAsync(parent: null, cancellationToken);
        var names = layers.Select(l => LayerName.Parse(l.Layer)).ToList();
        var result = new List<EnvironmentInfo>();
        foreach (var summary in layers)
        {
            var name = LayerName.Parse(summary.Layer);
            if (name.Service is not null || (request.Environment is { } wanted && wanted != name.Environment))
                continue;

            if (summary.Problem is { } problem)
            {
                if (request.Environment is not null)
                    throw new OptaException(problem);
                sink.Report(problem with { Severity = Severity.Warning });
                result.Add(new EnvironmentInfo(name.Environment, "", target.Name) { Status = "Unreadable" });
                continue;
            }

            var state = await session.Engine.ReadStateAsync(summary.Layer, cancellationToken);
            var source = state is null ? null : LayerSource.Read(state.Overlay);
            var mesh = MeshState.Read(state);
            result.Add(new EnvironmentInfo(name.Environment, source?.Organization ?? state?.Owner?.Organization ?? "", target.Name)
            {
                Status = summary.Open > 0 || state is { Version: 0 } ? "Incomplete" : "Ready",
                Provider = source?.Provider ?? "",
                Region = source?.Region ?? "",
                Resources = summary.Resources,
                Services = [.. names.Where(n => n.Environment == name.Environment).Select(n => n.Service).OfType<string>().Order(StringComparer.Ordinal)],
                Mesh = mesh?.Name ?? "",
                TrustAnchorExpires = mesh?.TrustAnchorExpires,
                IssuerExpires = mesh?.IssuerExpires,
                LastChanged = summary.LastChange,
                Path = source?.Path,
            });
        }

        if (request.Environment is { } missing && result.Count == 0)
            throw new OptaException(LayerErrors.NoEnvironment(missing, names.Where(n => n.Service is null).Select(n => n.Environment), target.Name));

        return result;
    }
}
