using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions that change letter case or take words apart.</summary>
internal static class CaseFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("upper", "string", a => Map((string)a[0]!, Upper));
        t.Add("lower", "string", a => Map((string)a[0]!, Lower));
        t.Add("title", "string", a => Title((string)a[0]!));
        t.Add("untitle", "string", a => Untitle((string)a[0]!));
        t.Add("swapcase", "string", a => SwapCase((string)a[0]!));
        t.Add("initials", "string", a => Initials((string)a[0]!));
        t.Add("nospace", "string", a => NoSpace((string)a[0]!));
        t.AddText("snakecase", "string", a => WordCase.Lower((string)a[0]!, '_'));
        t.AddText("kebabcase", "string", a => WordCase.Lower((string)a[0]!, '-'));
        t.Add("camelcase", "string", a => WordCase.Pascal((string)a[0]!));
    }

    public static int Upper(int rune) => rune switch
    {
        0x131 => 'I',
        0x17F => 'S',
        _ => Rune.IsValid(rune) ? Rune.ToUpperInvariant(new Rune(rune)).Value : rune,
    };

    public static int Lower(int rune) => rune switch
    {
        0x130 => 'i',
        0x2126 => 0x3C9,
        0x212A => 'k',
        0x212B => 0xE5,
        _ => Rune.IsValid(rune) ? Rune.ToLowerInvariant(new Rune(rune)).Value : rune,
    };

    /// <summary>Capital letters, but for digraphs, which have a form of their own, and Georgian, which has none.</summary>
    private static int TitleCase(int rune) => rune switch
    {
        >= 0x1C4 and <= 0x1C6 => 0x1C5,
        >= 0x1C7 and <= 0x1C9 => 0x1C8,
        >= 0x1CA and <= 0x1CC => 0x1CB,
        >= 0x1F1 and <= 0x1F3 => 0x1F2,
        >= 0x10D0 and <= 0x10FF => rune,
        _ => Upper(rune),
    };

    private static bool Is(int rune, UnicodeCategory category) => Rune.IsValid(rune) && Rune.GetUnicodeCategory(new Rune(rune)) == category;

    private static bool IsLetterOrDigit(int rune) => Rune.IsValid(rune) && (Rune.IsLetter(new Rune(rune)) || Is(rune, UnicodeCategory.DecimalDigitNumber));

    private static string Map(string s, Func<int, int> change) => GoText.FromRunes(GoText.Runes(s).Select(change));

    private static string Title(string s)
    {
        var previous = ' ';
        return Map(s, r =>
        {
            var p = previous;
            previous = r < 0x10000 ? (char)r : 'x';
            var separator = p < 0x80 ? !char.IsAsciiLetterOrDigit(p) && p != '_' : !IsLetterOrDigit(p) && GoStrings.IsSpace(p);
            return separator ? TitleCase(r) : r;
        });
    }

    private static string Untitle(string s)
    {
        var next = true;
        return Map(s, r =>
        {
            if (GoStrings.IsSpace(r))
            {
                next = true;
                return r;
            }
            var change = next;
            next = false;
            return change ? Lower(r) : r;
        });
    }

    private static string SwapCase(string s)
    {
        var whitespace = true;
        return Map(s, r =>
        {
            if (Is(r, UnicodeCategory.UppercaseLetter) || Is(r, UnicodeCategory.TitlecaseLetter))
            {
                whitespace = false;
                return Lower(r);
            }
            if (Is(r, UnicodeCategory.LowercaseLetter))
            {
                whitespace = false;
                return Upper(r);
            }
            whitespace = GoStrings.IsSpace(r);
            return r;
        });
    }

    private static string Initials(string s)
    {
        var gap = true;
        var sb = new StringBuilder();
        foreach (var r in GoText.Runes(s))
        {
            if (GoStrings.IsSpace(r))
            {
                gap = true;
            }
            else if (gap)
            {
                GoText.AppendRune(sb, r);
                gap = false;
            }
        }
        return sb.ToString();
    }

    /// <summary>Looks at bytes, as the original does: text that loses a space comes out with each byte as a character of its own.</summary>
    private static string NoSpace(string s)
    {
        var bytes = GoText.ToBytes(s);
        var sb = new StringBuilder();
        foreach (var b in bytes)
        {
            if (!GoStrings.IsSpace(b))
            {
                sb.Append((char)b);
            }
        }
        return sb.Length == bytes.Length ? s : sb.ToString();
    }
}
