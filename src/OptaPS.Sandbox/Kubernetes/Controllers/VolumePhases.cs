using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Phases of persistent volumes, with the time of the last change.</summary>
internal static class VolumePhases
{
    public static async Task SetAsync(Cluster cluster, string name, string phase, CancellationToken ct)
    {
        if (cluster.Store.Get("/persistentvolumes", "", name)?.Body is not { } volume || volume.Text("status", "phase") == phase)
            return;
        await cluster.Objects.UpdateStatusAsync(cluster.Kinds.Builtin("", "persistentvolumes"), volume, body => Put(cluster, body, phase), ct);
    }

    public static void Put(Cluster cluster, JsonObject volume, string phase)
    {
        var status = volume.Ensure("status");
        status["phase"] = phase;
        status["lastPhaseTransitionTime"] = cluster.Timestamp;
    }
}
