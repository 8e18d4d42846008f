using System.Text;

namespace OptaPS.Sandbox.Entry;

/// <summary>Reads texts in the code of HTTP/2 headers (RFC 7541, appendix B), which is given by the lengths of its words alone.</summary>
internal static class HuffmanText
{
    private static readonly Dictionary<(int Length, uint Word), byte> Words = Build();

    /// <summary>Bits of the words of the bytes 0 to 255.</summary>
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26
    ];

    public static string Read(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        uint word = 0;
        var length = 0;
        foreach (var part in bytes)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                word = (word << 1) | (uint)((part >> bit) & 1);
                if (!Words.TryGetValue((++length, word), out var letter))
                    continue;
                text.Append((char)letter);
                (word, length) = (0, 0);
            }
        }

        // What is left are the bits that fill the last byte.
        return text.ToString();
    }

    private static Dictionary<(int Length, uint Word), byte> Build()
    {
        var words = new Dictionary<(int Length, uint Word), byte>();
        var lengths = Lengths.ToArray();
        uint word = 0;
        for (var length = 1; length <= 30; length++)
        {
            word <<= 1;
            for (var letter = 0; letter < lengths.Length; letter++)
            {
                if (lengths[letter] == length)
                    words[(length, word++)] = (byte)letter;
            }
        }

        return words;
    }
}
