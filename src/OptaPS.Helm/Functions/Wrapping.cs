using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>Breaks text into lines, counting bytes as Go does.</summary>
internal static class Wrapping
{
    public static string Wrap(string text, int width, string separator, bool breakWords)
    {
        if (text.Length == 0)
        {
            return "";
        }
        separator = separator.Length == 0 ? "\n" : separator;
        width = Math.Max(width, 1);
        var bytes = GoText.ToBytes(text);
        var offset = 0;
        var result = new StringBuilder();
        while (bytes.Length - offset > width)
        {
            if (bytes[offset] == ' ')
            {
                offset++;
                continue;
            }
            var space = bytes.AsSpan(offset, width + 1).LastIndexOf((byte)' ');
            if (space >= 0)
            {
                Line(offset + space, 1);
            }
            else if (breakWords)
            {
                Line(offset + width, 0);
            }
            else
            {
                var next = bytes.AsSpan(offset + width).IndexOf((byte)' ');
                if (next < 0)
                {
                    break;
                }
                Line(offset + width + next, 1);
            }
        }
        return result.Append(GoText.FromBytes(bytes.AsSpan(offset))).ToString();

        void Line(int to, int skip)
        {
            TextCap.Check(result);
            result.Append(GoText.FromBytes(bytes.AsSpan(offset, to - offset))).Append(separator);
            offset = to + skip;
        }
    }
}
