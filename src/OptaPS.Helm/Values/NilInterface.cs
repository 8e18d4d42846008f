namespace OptaPS.Helm.Values;

/// <summary>Stands for a nil interface where a function must tell it from no value.</summary>
internal sealed class NilInterface
{
    public static NilInterface Instance { get; } = new();
}
