namespace OptaPS.Sandbox.Kubernetes.Cel.Costs;

/// <summary>Sums and products that stop at the greatest number.</summary>
internal static class Saturating
{
    public static ulong Add(ulong one, ulong other) => one > ulong.MaxValue - other ? ulong.MaxValue : one + other;

    public static ulong Multiply(ulong one, ulong other) => other != 0 && one > ulong.MaxValue / other ? ulong.MaxValue : one * other;

    /// <summary>A product with a fraction, rounded up.</summary>
    public static ulong Scale(ulong number, double factor)
    {
        var product = Math.Ceiling(number * factor);
        return product >= 18446744073709551616.0 ? ulong.MaxValue : (ulong)product;
    }
}
