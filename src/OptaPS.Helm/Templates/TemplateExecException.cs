namespace OptaPS.Helm.Templates;

/// <summary>A running template failed; the message has Go's shape and names place and expression.</summary>
internal sealed class TemplateExecException(string message) : Exception(message)
{
    /// <summary>The path whose value is nil, such as <c>.Values.image</c>, when that is why.</summary>
    public string? NilPath { get; init; }
}
