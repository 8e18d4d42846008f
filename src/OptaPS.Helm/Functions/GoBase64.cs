namespace OptaPS.Helm.Functions;

/// <summary>Base64 as Go decodes it: line breaks are skipped, errors name the byte.</summary>
internal static class GoBase64
{
    public static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length * 3 / 4);
        Span<int> quantum = stackalloc int[4];
        var i = 0;
        while (true)
        {
            var count = 0;
            while (count < 4)
            {
                if (i >= text.Length)
                {
                    return count == 0 ? [.. bytes] : throw Corrupt(i - count);
                }
                var c = text[i++];
                if (c is '\n' or '\r')
                {
                    continue;
                }
                var value = Digit(c);
                if (value >= 0)
                {
                    quantum[count++] = value;
                    continue;
                }
                if (c != '=' || count < 2)
                {
                    throw Corrupt(i - 1);
                }
                return Padding(text, i, count, quantum, bytes);
            }
            bytes.Add((byte)((quantum[0] << 2) | (quantum[1] >> 4)));
            bytes.Add((byte)((quantum[1] << 4) | (quantum[2] >> 2)));
            bytes.Add((byte)((quantum[2] << 6) | quantum[3]));
        }
    }

    private static byte[] Padding(string text, int i, int count, Span<int> quantum, List<byte> bytes)
    {
        if (count == 2)
        {
            while (i < text.Length && text[i] is '\n' or '\r')
            {
                i++;
            }
            if (i >= text.Length)
            {
                throw Corrupt(text.Length);
            }
            if (text[i] != '=')
            {
                throw Corrupt(i - 1);
            }
            i++;
        }
        while (i < text.Length && text[i] is '\n' or '\r')
        {
            i++;
        }
        if (i < text.Length)
        {
            throw Corrupt(i);
        }
        bytes.Add((byte)((quantum[0] << 2) | (quantum[1] >> 4)));
        if (count == 3)
        {
            bytes.Add((byte)((quantum[1] << 4) | (quantum[2] >> 2)));
        }
        return [.. bytes];
    }

    private static int Digit(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    private static FunctionException Corrupt(int at) => new($"illegal base64 data at input byte {at}");
}
