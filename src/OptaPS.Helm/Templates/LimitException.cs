namespace OptaPS.Helm.Templates;

/// <summary>Rendering went over one of its limits of time, output or depth.</summary>
internal sealed class LimitException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
