namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Texts such as <c>25%</c>.</summary>
internal static class Percentage
{
    public const string Message = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    public static bool Is(string text) => text.Length > 1 && text[^1] == '%' && text[..^1].All(char.IsAsciiDigit);
}
