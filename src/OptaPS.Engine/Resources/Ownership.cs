namespace OptaPS.Engine.Resources;

/// <summary>The mark by which a layer's resources are recognised when they are looked for outside its state.</summary>
/// <param name="Organization">The organisation's name from the environment file.</param>
/// <param name="Environment">The environment's name.</param>
/// <param name="Layer">The layer: the environment's name, or <c>environment/service</c>.</param>
public sealed record Ownership(string Organization, string Environment, string Layer);
