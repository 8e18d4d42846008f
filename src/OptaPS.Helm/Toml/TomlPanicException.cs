namespace OptaPS.Helm.Toml;

/// <summary>toToml of nil, which Helm's own code does not catch.</summary>
internal sealed class TomlPanicException(string message) : Exception(message);
