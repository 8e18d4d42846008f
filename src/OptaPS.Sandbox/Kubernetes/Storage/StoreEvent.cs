namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>A committed change. For a deletion <paramref name="Current"/> is the last state with the version of the deletion.</summary>
internal sealed record StoreEvent(long Version, StoreEventType Type, StoredObject Current, StoredObject? Previous);
