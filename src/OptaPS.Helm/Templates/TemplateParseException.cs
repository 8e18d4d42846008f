namespace OptaPS.Helm.Templates;

/// <summary>Text that is not a template; the message is Go's.</summary>
internal sealed class TemplateParseException(string message) : Exception(message);
