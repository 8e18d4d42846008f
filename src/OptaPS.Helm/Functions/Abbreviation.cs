namespace OptaPS.Helm.Functions;

/// <summary>Shortens text with dots.</summary>
internal static class Abbreviation
{
    private const string Dots = "...";

    public static string Both(int left, int width, string text)
    {
        if (width < 4 || (left > 0 && width < 7))
        {
            return text;
        }
        return Full(text, left, width);
    }

    private static string Full(string text, int offset, int width)
    {
        var length = GoText.ByteLength(text);
        if (length <= width || text.Length == 0)
        {
            return text;
        }
        offset = Math.Min(offset, length);
        if (length - offset < width - 3)
        {
            offset = length - (width - 3);
        }
        if (offset <= 4)
        {
            return GoText.ByteSlice(text, 0, width - 3) + Dots;
        }
        if (width < 7)
        {
            return "";
        }
        if (offset + width - 3 < length)
        {
            var inner = Full(GoText.ByteSlice(text, offset, length), 0, width - 3);
            return Dots + inner;
        }
        return Dots + GoText.ByteSlice(text, length - (width - 3), length);
    }
}
