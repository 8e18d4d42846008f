using System.Text;

namespace OptaPS.Helm.Formatting;

/// <summary>Bounds the text that one value is written to: a value that holds others many times over may be small in memory and without end as text.</summary>
internal static class TextCap
{
    private const int MostCharacters = 16 << 20;

    /// <summary>Refuses to go on when the text is too long already.</summary>
    public static void Check(StringBuilder text)
    {
        if (text.Length > MostCharacters)
        {
            throw new LimitException("OPTA5021", $"one value would be more than {MostCharacters} characters of text");
        }
    }
}
