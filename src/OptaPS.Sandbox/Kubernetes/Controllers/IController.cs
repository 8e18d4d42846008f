using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Brings one kind of object towards its desired state.</summary>
internal interface IController
{
    /// <summary>Which objects of this controller a change concerns.</summary>
    IEnumerable<ObjectKey> Affected(StoreEvent change);

    /// <summary>Works on one object; returns the simulated time after which to look again, or null.</summary>
    Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct);
}
