namespace OptaPS.Configuration.Yaml;

/// <summary>Ends the reading of a file after its finding was recorded; never leaves <see cref="YamlReader"/>.</summary>
internal sealed class YamlStopException : Exception;
