using OptaPS.Helm.Text;

namespace OptaPS.Helm.Tests.Fuzzing;

/// <summary>Changes text at random: removes, repeats, swaps and inserts pieces, and splices two texts.</summary>
internal static class Mutation
{
    private static readonly string[] Numbers = ["0", "-1", "1", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e999", "0x7fffffffffffffff", "1000000", "4294967296", "0.1e-400", ".5", "1_000", "0b11", "0o7", "NaN"];
    private static readonly string[] Odd = ["\0", "\uFEFF", "\u0085", "\u2028", "\uD83D\uDE00", GoText.FromBytes([0xff, 0x80]), "é", "\r\n", "\t", "\u007f", "\\", "\"", "'", "`"];

    /// <summary>A text made from others.</summary>
    public static string Of(IReadOnlyList<string> corpus, IReadOnlyList<string> tokens, Random random)
    {
        var text = corpus[random.Next(corpus.Count)];
        for (var left = 1 + random.Next(4); left > 0; left--)
            text = Once(text, corpus, tokens, random);

        // A cut may part the two halves of a character; a file cannot hold one half.
        return GoText.FromBytes(GoText.ToBytes(text.Length > 20_000 ? text[..20_000] : text));
    }

    private static string Once(string text, IReadOnlyList<string> corpus, IReadOnlyList<string> tokens, Random random)
    {
        var from = random.Next(text.Length + 1);
        var to = Math.Min(text.Length, from + random.Next(12));
        switch (random.Next(9))
        {
            case 0:
                return text.Remove(from, to - from);
            case 1:
                return text.Insert(from, text[from..to]);
            case 2:
                return text.Insert(from, tokens[random.Next(tokens.Count)]);
            case 3:
                return text.Insert(from, Odd[random.Next(Odd.Length)]);
            case 4:
                return text[..from] + tokens[random.Next(tokens.Count)] + text[to..];
            case 5:
                var other = corpus[random.Next(corpus.Count)];
                return text[..from] + other[random.Next(other.Length + 1)..];
            case 6:
                return text[..from];
            case 7:
                return ReplaceNumber(text, random);
            default:
                var piece = text[from..to];
                return text.Insert(to, string.Concat(Enumerable.Repeat(piece, random.Next(40))));
        }
    }

    private static string ReplaceNumber(string text, Random random)
    {
        var at = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (at < 0)
            return text + Numbers[random.Next(Numbers.Length)];
        for (var skip = random.Next(4); skip > 0; skip--)
        {
            var next = text.AsSpan(at + 1).IndexOfAnyInRange('0', '9');
            at = next < 0 ? at : at + 1 + next;
        }

        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return text[..at] + Numbers[random.Next(Numbers.Length)] + text[end..];
    }
}
