using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Overlay;
using OptaPS.Objects;
using OptaPS.Operations.Environments;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.States;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Layers;

/// <summary>Writes the mesh into the environment's overlay and converges the environment; later applies keep it.</summary>
internal static class InstallMeshOperation
{
    /// <summary>Beginning of the overlay entry's key; the modules read it.</summary>
    public const string KeyPrefix = "addon:";

    public static async Task<MeshInfo> RunAsync(InstallMeshRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var (layer, source) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
        if (!File.Exists(source.Path))
            throw new OptaException(LayerErrors.FileGone(layer.Environment, source.Path));

        var loaded = await LayerLoader.LoadAsync(request.Target, source.Path, null, new Dictionary<string, string>(StringComparer.Ordinal), sink, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(loaded.Provider), StateChoice.Of(loaded));

        // An entry that says the same already keeps its author and date.
        var overlay = await session.Engine.ReadOverlayAsync(layer.ToString(), cancellationToken);
        var writes = new List<OverlayEntry>();
        if (!overlay.ContainsKey(KeyPrefix + request.Mesh))
            writes.Add(new OverlayEntry(KeyPrefix + request.Mesh, new JsonObject(), "mesh install", session.Actor, session.Now));

        var result = await ApplyOperation.RunAsync(session, loaded, writes, request.PlanOnly, allowDataLoss: false, "mesh install", sink, cancellationToken);
        if (result.Status == "Planned")
            return new MeshInfo(layer.Environment, request.Mesh, "NotReady") { Result = result, Target = target.Name };

        var state = await session.Engine.ReadStateAsync(layer.ToString(), cancellationToken);
        var mesh = MeshState.Read(state) ?? throw new OptaException(LayerErrors.NotMeshed(layer.Environment, request.Mesh));
        return new MeshInfo(layer.Environment, mesh.Name, "Ready")
        {
            Version = mesh.Version,
            TrustAnchorExpires = mesh.TrustAnchorExpires,
            IssuerExpires = mesh.IssuerExpires,
            Result = result,
            Target = target.Name,
        };
    }
}
