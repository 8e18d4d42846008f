namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>What a data folder held.</summary>
internal sealed record JournalState(long Version, IReadOnlyList<StoredObject> Objects);
