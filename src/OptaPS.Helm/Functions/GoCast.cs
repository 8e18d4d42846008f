namespace OptaPS.Helm.Functions;

/// <summary>Conversions to numbers as the cast library that sprig uses does them; what cannot be converted is 0.</summary>
internal static class GoCast
{
    public static long ToInt64(object? value) => value switch
    {
        GoInt i => i.Value,
        long l => l,
        int n => n,
        byte n => n,
        uint n => n,
        ulong n => unchecked((long)n),
        double d => Truncate(d),
        string s => GoNumber.ParseInt(TrimZeroDecimal(s), 0, out _) ?? 0,
        bool b => b ? 1 : 0,
        GoNamedInt { IsCalendar: true } n => n.Number,
        _ => 0,
    };

    public static double ToFloat64(object? value) => value switch
    {
        double d => d,
        GoInt i => i.Value,
        long l => l,
        int n => n,
        byte n => n,
        uint n => n,
        ulong n => n,
        string s => GoNumber.ParseFloat(s, out var error) is { } f && error.Length == 0 ? f : 0,
        bool b => b ? 1 : 0,
        GoNamedInt { IsCalendar: true } n => n.Number,
        _ => 0,
    };

    /// <summary>A float as an integer the way the processor does it: out of range is the smallest number.</summary>
    public static long Truncate(double d) => d is >= -9.2233720368547758e18 and < 9.2233720368547758e18 ? (long)d : long.MinValue;

    private static string TrimZeroDecimal(string s)
    {
        var zero = false;
        for (var i = s.Length; i > 0; i--)
        {
            switch (s[i - 1])
            {
                case '.':
                    return zero ? s[..(i - 1)] : s;
                case '0':
                    zero = true;
                    break;
                default:
                    return s;
            }
        }
        return s;
    }
}
