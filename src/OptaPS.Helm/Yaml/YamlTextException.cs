namespace OptaPS.Helm.Yaml;

/// <summary>Text that go-yaml would refuse; the message starts with "yaml: ".</summary>
internal sealed class YamlTextException(string message) : Exception(message);
