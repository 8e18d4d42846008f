using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>The encodings of YAML text: UTF-8, and UTF-16 when a byte order mark says so; what go-yaml says about bytes that are neither.</summary>
internal static class YamlEncoding
{
    /// <summary>Text whose bytes were read as UTF-8, read again when they are UTF-16.</summary>
    public static string Decode(string text)
    {
        if (text is not ['\uDCFF', '\uDCFE', ..] and not ['\uDCFE', '\uDCFF', ..])
        {
            return text;
        }
        var encoding = text[0] == '\uDCFF' ? Encoding.Unicode : Encoding.BigEndianUnicode;
        return encoding.GetString(GoText.ToBytes(text).AsSpan(2));
    }

    /// <summary>What is wrong at a byte that belongs to no character.</summary>
    public static string Problem(string text, int at)
    {
        // Four bytes decide; more characters than that are never needed for them.
        var end = Math.Min(text.Length, at + 4);
        if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
        {
            end++;
        }
        var bytes = GoText.ToBytes(text[at..end]);
        var width = bytes[0] switch { < 0x80 => 1, >= 0xC0 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF8 => 4, _ => 0 };
        if (width == 0)
        {
            return "invalid leading UTF-8 octet";
        }
        if (bytes.Length < width)
        {
            return "incomplete UTF-8 octet sequence";
        }
        if (bytes.AsSpan(1, width - 1).ContainsAnyExceptInRange((byte)0x80, (byte)0xBF))
        {
            return "invalid trailing UTF-8 octet";
        }
        var isLong = bytes[0] is 0xC0 or 0xC1 || (bytes[0] == 0xE0 && bytes[1] < 0xA0) || (bytes[0] == 0xF0 && bytes[1] < 0x90);
        return isLong ? "invalid length of a UTF-8 sequence" : "invalid Unicode character";
    }
}
