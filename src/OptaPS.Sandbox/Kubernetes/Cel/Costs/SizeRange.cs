using System.Runtime.InteropServices;

namespace OptaPS.Sandbox.Kubernetes.Cel.Costs;

/// <summary>Least and greatest size that a text, list or map can have.</summary>
/// <param name="Min">Least.</param>
/// <param name="Max">Greatest.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SizeRange(ulong Min, ulong Max)
{
    /// <summary>Anything is possible.</summary>
    public static readonly SizeRange Unknown = new(0, ulong.MaxValue);

    public static SizeRange Exactly(ulong size) => new(size, size);

    public SizeRange Add(SizeRange other) => new(Saturating.Add(Min, other.Min), Saturating.Add(Max, other.Max));

    public SizeRange Multiply(SizeRange other) => new(Saturating.Multiply(Min, other.Min), Saturating.Multiply(Max, other.Max));

    public SizeRange Union(SizeRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>The greatest cost of walking over it.</summary>
    /// <param name="perUnit">Cost of a character or item.</param>
    public ulong Cost(double perUnit) => Saturating.Scale(Max, perUnit);
}
