namespace OptaPS.Helm.Yaml;

/// <summary>Text that go-yaml would refuse; the message starts with "yaml: ".</summary>
internal sealed class YamlException(string message) : Exception(message);
