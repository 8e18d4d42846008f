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
        var m = Loose().Match(text);
        if (!m.Success)
        {
            throw new FunctionException("invalid semantic version");
        }
        var version = new SemverVersion(Number(m.Groups[1].Value), Number(m.Groups[2].Value.TrimStart('.')), Number(m.Groups[3].Value.TrimStart('.')), m.Groups[5].Value, m.Groups[8].Value, text);
        foreach (var part in version.Prerelease.Split('.'))
        {
            if (part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit))
            {
                throw new FunctionException("version segment starts with 0");
            }
        }
        return version;
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

    [GeneratedRegex(@"\Av?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?\z")]
    private static partial Regex Loose();
}
