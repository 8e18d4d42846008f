namespace OptaPS.Objects;

/// <summary>What an import found and recorded.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null.</param>
/// <param name="Status">Planned (nothing was recorded on purpose), Imported, or Unchanged.</param>
/// <param name="Target">Where: <c>cloud</c> or <c>sandbox:name</c>.</param>
/// <param name="Items">One entry per resource.</param>
public sealed record ImportResult(string EnvironmentName, string? ServiceName, string Status, string Target, IReadOnlyList<ImportedItem> Items);
