namespace OptaPS.Objects;

/// <summary>An exported world of a sandbox.</summary>
/// <param name="Name">Name of the sandbox.</param>
/// <param name="Path">The file.</param>
/// <param name="World">Identity of the world.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record SandboxArchive(string Name, string Path, string World, long Bytes);
