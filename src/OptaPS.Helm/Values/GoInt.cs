using System.Globalization;

namespace OptaPS.Helm.Values;

/// <summary>A Go int, which is not the same type as an int64 (a C# long here).</summary>
internal readonly record struct GoInt(long Value)
{
    private static readonly object[] Small = Enumerable.Range(-16, 272).Select(i => (object)new GoInt(i)).ToArray();

    /// <summary>The boxed value, shared for small numbers.</summary>
    public static object Box(long value) => value is >= -16 and < 256 ? Small[value + 16] : new GoInt(value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
