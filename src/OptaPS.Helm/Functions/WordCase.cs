using System.Globalization;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>snakecase, kebabcase and camelcase by the rules of the library that sprig uses.</summary>
internal static class WordCase
{
    private enum Word
    {
        None,
        Number,
        Upper,
        Letters,
        Connector,
        Punctuation,
        Other,
    }

    public static string Lower(string s, char connector)
    {
        if (s.Length == 0)
        {
            return "";
        }
        var sb = new StringBuilder();
        var runes = GoText.Runes(s);
        var at = 0;
        var (kind, word) = Next(runes, ref at);
        while (at < runes.Count)
        {
            if (kind != Word.Connector)
            {
                Append(sb, kind, word, connector);
            }
            var previous = kind;
            var last = word;
            (kind, word) = Next(runes, ref at);
            switch (previous)
            {
                case Word.Number:
                    AppendRun(sb, runes, ref at, ref kind, ref word, connector);
                    if (kind is not (Word.None or Word.Punctuation or Word.Connector))
                    {
                        sb.Append(connector);
                    }
                    break;
                case Word.Connector:
                    Append(sb, previous, last, connector);
                    break;
                case Word.Punctuation:
                    break;
                default:
                    AfterLetters(sb, runes, ref at, ref kind, ref word, connector);
                    break;
            }
        }
        Append(sb, kind, word, connector);
        return sb.ToString();
    }

    public static string Pascal(string s)
    {
        var runes = GoText.Runes(s);
        var sb = new StringBuilder();
        var at = 0;
        var current = 0;
        var firstWasUpper = false;
        while (at < runes.Count)
        {
            current = runes[at++];
            if (!IsConnector(current))
            {
                firstWasUpper = IsUpper(current);
                current = CaseFunctions.Upper(current);
                break;
            }
            GoText.AppendRune(sb, current);
        }
        if (at == runes.Count)
        {
            if (runes.Count > 0)
            {
                GoText.AppendRune(sb, current);
            }
            return sb.ToString();
        }
        while (at < runes.Count)
        {
            var previous = current;
            current = runes[at++];
            if (IsConnector(current) && IsConnector(previous))
            {
                GoText.AppendRune(sb, previous);
            }
            else if (IsConnector(previous))
            {
                firstWasUpper = IsUpper(current);
                current = CaseFunctions.Upper(current);
            }
            else
            {
                if (firstWasUpper && IsUpper(current))
                {
                    current = CaseFunctions.Lower(current);
                }
                else
                {
                    firstWasUpper = false;
                }
                GoText.AppendRune(sb, previous);
            }
        }
        GoText.AppendRune(sb, current);
        return sb.ToString();
    }

    private static void AfterLetters(StringBuilder sb, List<int> runes, ref int at, ref Word kind, ref List<int> word, char connector)
    {
        if (kind != Word.Number)
        {
            if (kind is not (Word.Connector or Word.Punctuation))
            {
                sb.Append(connector);
            }
            return;
        }
        if (at == runes.Count)
        {
            return;
        }
        var number = word;
        (kind, word) = Next(runes, ref at);
        if (kind != Word.Letters)
        {
            Append(sb, Word.Number, number, connector);
            if (kind is not (Word.Connector or Word.Punctuation))
            {
                sb.Append(connector);
            }
            return;
        }
        sb.Append(connector);
        Append(sb, Word.Number, number, connector);
        AppendRun(sb, runes, ref at, ref kind, ref word, connector);
        if (kind is not (Word.None or Word.Connector or Word.Punctuation))
        {
            sb.Append(connector);
        }
    }

    private static void AppendRun(StringBuilder sb, List<int> runes, ref int at, ref Word kind, ref List<int> word, char connector)
    {
        while (kind is Word.Letters or Word.Number)
        {
            Append(sb, kind, word, connector);
            (kind, word) = Next(runes, ref at);
        }
    }

    private static (Word Kind, List<int> Text) Next(List<int> runes, ref int at)
    {
        if (at >= runes.Count)
        {
            return (Word.None, []);
        }
        var start = at;
        var first = runes[at++];
        Word kind;
        if (IsConnector(first))
        {
            kind = Word.Connector;
            Take(runes, ref at, IsConnector);
        }
        else if (IsPunctuation(first))
        {
            kind = Word.Punctuation;
            Take(runes, ref at, IsPunctuation);
        }
        else if (IsUpper(first))
        {
            kind = Word.Upper;
            TakeUpper(runes, ref at);
        }
        else if (IsLetter(first))
        {
            kind = Word.Letters;
            Take(runes, ref at, r => IsLetter(r) && !IsUpper(r));
        }
        else if (IsNumber(first))
        {
            kind = Word.Number;
            Take(runes, ref at, IsNumber);
        }
        else
        {
            kind = Word.Other;
            Take(runes, ref at, r => !IsConnector(r) && !IsLetter(r) && !IsNumber(r) && !IsPunctuation(r));
        }
        return (kind, runes.GetRange(start, at - start));
    }

    private static void TakeUpper(List<int> runes, ref int at)
    {
        if (at >= runes.Count)
        {
            return;
        }
        if (IsUpper(runes[at]))
        {
            Take(runes, ref at, IsUpper);
            if (at < runes.Count && IsLetter(runes[at]))
            {
                at--;
            }
        }
        else if (IsLetter(runes[at]))
        {
            Take(runes, ref at, r => IsLetter(r) && !IsUpper(r));
        }
    }

    private static void Take(List<int> runes, ref int at, Func<int, bool> accepts)
    {
        while (at < runes.Count && accepts(runes[at]))
        {
            at++;
        }
    }

    private static void Append(StringBuilder sb, Word kind, List<int> word, char connector)
    {
        foreach (var r in word)
        {
            if (kind is Word.Upper or Word.Connector)
            {
                GoText.AppendRune(sb, IsConnector(r) ? connector : IsUpper(r) ? CaseFunctions.Lower(r) : r);
            }
            else
            {
                GoText.AppendRune(sb, r);
            }
        }
    }

    private static UnicodeCategory Category(int rune) => Rune.IsValid(rune) ? Rune.GetUnicodeCategory(new Rune(rune)) : UnicodeCategory.OtherNotAssigned;

    private static bool IsConnector(int r) => r is '-' or '_' || GoStrings.IsSpace(r);

    private static bool IsUpper(int r) => Category(r) == UnicodeCategory.UppercaseLetter;

    private static bool IsLetter(int r) => Category(r) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsNumber(int r) => Category(r) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsPunctuation(int r) => Category(r) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
        or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
        or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
}
