namespace OptaPS.Helm.Templates;

/// <summary>A running template failed; the message has Go's shape and names place and expression.</summary>
internal sealed class TemplateExecException(string message) : Exception(message);
