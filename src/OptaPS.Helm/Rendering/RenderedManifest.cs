namespace OptaPS.Helm.Rendering;

/// <summary>One document that a chart made.</summary>
/// <param name="Source">Chart and path of the template.</param>
/// <param name="ApiVersion">API version, or empty.</param>
/// <param name="Kind">Kind, or empty.</param>
/// <param name="Name">metadata.name, or empty.</param>
/// <param name="Text">The YAML text.</param>
public sealed record RenderedManifest(string Source, string ApiVersion, string Kind, string Name, string Text);
