using OptaPS.Helm.Charts;

namespace OptaPS.Helm.Rendering;

/// <summary>A template file with the data that it is rendered with.</summary>
internal sealed record TemplateScope(string Name, ChartFile File, GoMap Data, string BasePath);
