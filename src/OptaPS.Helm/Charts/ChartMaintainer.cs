namespace OptaPS.Helm.Charts;

/// <summary>A person who looks after a chart.</summary>
/// <param name="Name">Name of the person.</param>
/// <param name="Email">Mail address, or empty.</param>
/// <param name="Url">Home page, or empty.</param>
public sealed record ChartMaintainer(string Name, string Email, string Url);
