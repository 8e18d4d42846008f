namespace OptaPS.Helm.Values;

/// <summary>An error that a template function reports; the executor adds where.</summary>
internal sealed class FunctionException(string message) : Exception(message)
{
    public static FunctionException Panic(string message) => new("runtime error: " + message);
}
