using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OptaPS.Helm.Functions;

/// <summary>A semantic version, with or without v, minor and patch.</summary>
internal sealed partial record SemverVersion(ulong Major, ulong Minor, ulong Patch, string Prerelease, string Metadata, string Original)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out SemverVersion? version)
    {
        try
        {
            version = Parse(text);
            return true;
        }
        catch (FunctionException)
        {
            version = null;
            return false;
        }
    }

    public static SemverVersion Parse(string text)
    {
        var m = Strict().Match(text);
        if (!m.Success)
        {
            throw new FunctionException(Problem(text));
        }
        return new SemverVersion(Number(m.Groups[1].Value), Number(m.Groups[2].Value), Number(m.Groups[3].Value), m.Groups[4].Value, m.Groups[5].Value, text);
    }

    public int OrderTo(SemverVersion? other)
    {
        if (other is null)
        {
            return 1;
        }
        var c = Major.CompareTo(other.Major);
        c = c != 0 ? c : Minor.CompareTo(other.Minor);
        c = c != 0 ? c : Patch.CompareTo(other.Patch);
        return c != 0 ? c : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <summary>Compares pre-release parts; none is greater than any.</summary>
    public static int ComparePrerelease(string a, string b)
    {
        if (a == b)
        {
            return 0;
        }
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length == 0 ? 1 : -1;
        }
        string[] x = a.Split('.'), y = b.Split('.');
        for (var i = 0; i < Math.Max(x.Length, y.Length); i++)
        {
            var c = ComparePart(i < x.Length ? x[i] : "", i < y.Length ? y[i] : "");
            if (c != 0)
            {
                return c;
            }
        }
        return 0;
    }

    public override string ToString() =>
        $"{Major}.{Minor}.{Patch}" + (Prerelease.Length > 0 ? "-" + Prerelease : "") + (Metadata.Length > 0 ? "+" + Metadata : "");

    private static int ComparePart(string a, string b)
    {
        if (a == b)
        {
            return 0;
        }
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length == 0 ? -1 : 1;
        }
        var aNumber = ulong.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var x);
        var bNumber = ulong.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var y);
        if (aNumber && bNumber)
        {
            return x.CompareTo(y);
        }
        if (aNumber != bNumber)
        {
            return aNumber ? -1 : 1;
        }
        return Math.Sign(string.CompareOrdinal(a, b));
    }

    private static ulong Number(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw new FunctionException($"error parsing version segment: strconv.ParseUint: parsing {GoQuote.Quote(text)}: value out of range");
    }

    private static string Problem(string text)
    {
        const string Invalid = "invalid semantic version";
        var m = Loose().Match(text);
        if (!m.Success)
        {
            return Invalid;
        }
        for (var i = 1; i <= 3; i++)
        {
            var part = m.Groups[i].Value.TrimStart('.');
            if (part.Length > 1 && part[0] == '0')
            {
                return "version segment starts with 0";
            }
        }
        foreach (var part in m.Groups[5].Value.Split('.'))
        {
            if (part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit))
            {
                return "version segment starts with 0";
            }
        }
        return Invalid;
    }

    [GeneratedRegex(@"\Av?(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*))?(?:\.(0|[1-9][0-9]*))?(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?\z")]
    private static partial Regex Strict();

    [GeneratedRegex(@"\Av?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?\z")]
    private static partial Regex Loose();
}
