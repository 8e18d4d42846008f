namespace OptaPS.Objects;

/// <summary>One document of a rendered chart.</summary>
/// <param name="ApiVersion">API version, or empty.</param>
/// <param name="Kind">Kind, or empty.</param>
/// <param name="Name">Name of the object, or empty.</param>
/// <param name="Namespace">Namespace that the document names, or empty.</param>
/// <param name="Source">Chart and path of the template.</param>
/// <param name="Text">The document's YAML text.</param>
public sealed record ChartDocument(string ApiVersion, string Kind, string Name, string Namespace, string Source, string Text);
