using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>One key and value of a <see cref="ConfigMap"/>.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyLocation">Where the key was written, or null for a default.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigMapEntry(string Key, SourceLocation? KeyLocation, ConfigValue Value);
