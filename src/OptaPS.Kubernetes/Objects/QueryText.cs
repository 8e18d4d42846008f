namespace OptaPS.Kubernetes.Objects;

/// <summary>Builds the query part of an address.</summary>
internal sealed class QueryText
{
    private readonly List<string> parts = [];

    /// <summary>Adds a parameter unless its value is null or empty.</summary>
    public QueryText Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            parts.Add($"{name}={Uri.EscapeDataString(value)}");
        return this;
    }

    public QueryText Add(string name, bool value) => Add(name, value ? "true" : null);

    /// <summary>The path with the query behind it.</summary>
    public string On(string path) => parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
}
