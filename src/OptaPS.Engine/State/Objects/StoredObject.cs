namespace OptaPS.Engine.State.Objects;

/// <summary>An object and its version.</summary>
/// <param name="Content">The content.</param>
/// <param name="Version">The store's version of it: ETag, generation or resource version.</param>
public sealed record StoredObject(ReadOnlyMemory<byte> Content, string Version);
