using System.Buffers;
using System.Text;

namespace OptaPS.Helm.Text;

/// <summary>
/// Go strings are bytes. Text is kept as UTF-16; a byte that is not valid UTF-8 is kept as the lone surrogate
/// U+DC80..U+DCFF, so that any byte sequence survives and only byte-wise operations need care.
/// </summary>
internal static class GoText
{
    /// <summary>The rune that stands for an invalid byte.</summary>
    public const int RuneError = 0xFFFD;

    public static bool IsEscapedByte(char c) => c is >= '\uDC80' and <= '\uDCFF';

    public static bool IsAscii(string s) => Ascii.IsValid(s);

    /// <summary>Number of bytes of the string in Go.</summary>
    public static int ByteLength(ReadOnlySpan<char> s)
    {
        var n = 0;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c < 0x80)
            {
                n++;
            }
            else if (c < 0x800)
            {
                n += 2;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < s.Length && char.IsLowSurrogate(s[i + 1]))
            {
                n += 4;
                i++;
            }
            else if (IsEscapedByte(c))
            {
                n++;
            }
            else
            {
                n += 3;
            }
        }
        return n;
    }

    public static byte[] ToBytes(string s)
    {
        var bytes = new byte[ByteLength(s)];
        if (bytes.Length == s.Length && IsAscii(s))
        {
            Encoding.ASCII.GetBytes(s, bytes);
            return bytes;
        }
        var at = 0;
        for (var i = 0; i < s.Length;)
        {
            var c = s[i];
            if (IsEscapedByte(c))
            {
                bytes[at++] = (byte)(c - 0xDC00);
                i++;
                continue;
            }
            if (Rune.DecodeFromUtf16(s.AsSpan(i), out var rune, out var used) != OperationStatus.Done)
            {
                rune = Rune.ReplacementChar;
                used = 1;
            }
            at += rune.EncodeToUtf8(bytes.AsSpan(at));
            i += used;
        }
        return bytes;
    }

    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }
        var sb = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done)
            {
                sb.Append(pair[..rune.EncodeToUtf16(pair)]);
                bytes = bytes[used..];
            }
            else
            {
                sb.Append((char)(0xDC00 + bytes[0]));
                bytes = bytes[1..];
            }
        }
        return sb.ToString();
    }

    /// <summary>Bytes <paramref name="from"/> to <paramref name="to"/> of the string, as Go's s[from:to].</summary>
    public static string ByteSlice(string s, int from, int to)
    {
        if (IsAscii(s))
        {
            return s[from..to];
        }
        return FromBytes(ToBytes(s).AsSpan(from, to - from));
    }

    /// <summary>Go's order of strings: by bytes.</summary>
    public static int Compare(string a, string b)
    {
        var n = Math.Min(a.Length, b.Length);
        for (var i = 0; i < n; i++)
        {
            char x = a[i], y = b[i];
            if (x != y)
            {
                if (x >= 0xD800 && y >= 0xD800)
                {
                    return ComparePlanes(a, b, i);
                }
                return x < y ? -1 : 1;
            }
        }
        return a.Length.CompareTo(b.Length);
    }

    public static Comparer<string> ByteOrder { get; } = Comparer<string>.Create(Compare);

    /// <summary>The runes of the string; an invalid byte is U+FFFD.</summary>
    public static List<int> Runes(string s)
    {
        var list = new List<int>(s.Length);
        for (var i = 0; i < s.Length;)
        {
            list.Add(RuneAt(s, i, out var used));
            i += used;
        }
        return list;
    }

    public static int RuneAt(string s, int index, out int used)
    {
        var c = s[index];
        used = 1;
        if (!char.IsSurrogate(c))
        {
            return c;
        }
        if (char.IsHighSurrogate(c) && index + 1 < s.Length && char.IsLowSurrogate(s[index + 1]))
        {
            used = 2;
            return char.ConvertToUtf32(c, s[index + 1]);
        }
        return RuneError;
    }

    public static int RuneCount(string s)
    {
        var n = s.Length;
        for (var i = 0; i + 1 < s.Length; i++)
        {
            if (char.IsHighSurrogate(s[i]) && char.IsLowSurrogate(s[i + 1]))
            {
                n--;
                i++;
            }
        }
        return n;
    }

    public static void AppendRune(StringBuilder sb, long rune)
    {
        if (rune is < 0 or > 0x10FFFF || (rune is >= 0xD800 and <= 0xDFFF))
        {
            sb.Append('\uFFFD');
        }
        else if (rune < 0x10000)
        {
            sb.Append((char)rune);
        }
        else
        {
            sb.Append(char.ConvertFromUtf32((int)rune));
        }
    }

    public static string FromRunes(IEnumerable<int> runes)
    {
        var sb = new StringBuilder();
        foreach (var r in runes)
        {
            AppendRune(sb, r);
        }
        return sb.ToString();
    }

    /// <summary>True when no invalid byte is in the string.</summary>
    public static bool IsValidUtf8(string s)
    {
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsSurrogate(s[i]))
            {
                if (char.IsHighSurrogate(s[i]) && i + 1 < s.Length && char.IsLowSurrogate(s[i + 1]))
                {
                    i++;
                    continue;
                }
                return false;
            }
        }
        return true;
    }

    private static int ComparePlanes(string a, string b, int i)
    {
        var x = ToBytes(a[Back(a, i)..]);
        var y = ToBytes(b[Back(b, i)..]);
        return Math.Sign(x.AsSpan().SequenceCompareTo(y));
    }

    private static int Back(string s, int i) => i > 0 && char.IsHighSurrogate(s[i - 1]) && char.IsLowSurrogate(s[i]) ? i - 1 : i;
}
