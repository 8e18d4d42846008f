namespace OptaPS.Sandbox.Kubernetes.Yaml;

/// <summary>A text is not YAML, or uses a part of YAML that this reader refuses.</summary>
internal sealed class YamlException(string message) : Exception(message);
