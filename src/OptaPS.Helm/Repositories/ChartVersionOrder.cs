using System.Globalization;

namespace OptaPS.Helm.Repositories;

/// <summary>Order of versions by Semantic Versioning 2.0; what is no version comes first.</summary>
internal sealed class ChartVersionOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static ChartVersionOrder Instance { get; } = new();

    /// <summary>True for a version with a pre-release part.</summary>
    public static bool IsPreRelease(string version) => Plain(version).Contains('-', StringComparison.Ordinal);

    /// <summary>True for one version, not a range of versions.</summary>
    public static bool IsExact(string version) => Plain(version).Split('-', 2)[0].Split('.') is { Length: 3 } parts && parts.All(IsNumber);

    /// <summary>The version without a leading <c>v</c>.</summary>
    public static string Trim(string version) => version.StartsWith('v') ? version[1..] : version;

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (a, b) = (Plain(x ?? ""), Plain(y ?? ""));
        var (left, right) = (a.Split('-', 2), b.Split('-', 2));
        var byNumbers = CompareParts(left[0].Split('.'), right[0].Split('.'));
        if (byNumbers != 0)
            return byNumbers;
        if (left.Length != right.Length)
            return right.Length.CompareTo(left.Length);
        return left.Length == 1 ? 0 : CompareParts(left[1].Split('.'), right[1].Split('.'));
    }

    private static string Plain(string version) => Trim(version).Split('+', 2)[0];

    private static int CompareParts(string[] x, string[] y)
    {
        foreach (var (a, b) in x.Zip(y))
        {
            var (an, bn) = (IsNumber(a), IsNumber(b));
            var order = (an, bn) switch
            {
                (true, true) => decimal.Parse(a, CultureInfo.InvariantCulture).CompareTo(decimal.Parse(b, CultureInfo.InvariantCulture)),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(a, b),
            };
            if (order != 0)
                return order;
        }

        return x.Length.CompareTo(y.Length);
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 28 && text.All(char.IsAsciiDigit);
}
