using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>sprig's encodings and checksums.</summary>
internal static class EncodingFunctions
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static void AddTo(FunctionTable t)
    {
        t.AddText("b64enc", "string", a => Convert.ToBase64String(Bytes(a[0])));
        t.Add("b64dec", "string", a => Catch(() => GoText.FromBytes(GoBase64.Decode((string)a[0]!))));
        t.AddText("b32enc", "string", a => Encode32(Bytes(a[0])));
        t.Add("b32dec", "string", a => Catch(() => GoText.FromBytes(Decode32((string)a[0]!))));
        t.Add("sha1sum", "string", a => Convert.ToHexStringLower(SHA1.HashData(Bytes(a[0]))));
        t.Add("sha256sum", "string", a => Convert.ToHexStringLower(SHA256.HashData(Bytes(a[0]))));
        t.Add("sha512sum", "string", a => Convert.ToHexStringLower(SHA512.HashData(Bytes(a[0]))));
        t.Add("adler32sum", "string", a => Adler32(Bytes(a[0])).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static byte[] Bytes(object? value) => GoText.ToBytes((string)value!);

    private static string Catch(Func<string> decode)
    {
        try
        {
            return decode();
        }
        catch (FunctionException e)
        {
            return e.Message;
        }
    }

    private static uint Adler32(byte[] data)
    {
        uint a = 1, b = 0;
        foreach (var x in data)
        {
            a = (a + x) % 65521;
            b = (b + a) % 65521;
        }
        return (b << 16) | a;
    }

    private static string Encode32(byte[] data)
    {
        var sb = new StringBuilder();
        for (var i = 0; i < data.Length; i += 5)
        {
            var count = Math.Min(5, data.Length - i);
            ulong bits = 0;
            for (var j = 0; j < 5; j++)
            {
                bits = (bits << 8) | (j < count ? data[i + j] : 0UL);
            }
            var digits = ((count * 8) + 4) / 5;
            for (var j = 0; j < 8; j++)
            {
                sb.Append(j < digits ? Base32[(int)((bits >> (35 - (5 * j))) & 31)] : '=');
            }
        }
        return sb.ToString();
    }

    private static byte[] Decode32(string text)
    {
        var clean = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>();
        for (var i = 0; i < clean.Length; i += 8)
        {
            ulong bits = 0;
            var digits = 8;
            for (var j = 0; j < 8; j++)
            {
                if (i + j >= clean.Length)
                {
                    throw Corrupt(clean.Length);
                }
                var c = clean[i + j];
                if (c == '=' && j >= 2 && digits == 8)
                {
                    digits = j;
                    if (digits is 3 or 6 || i + 8 != clean.Length)
                    {
                        throw Corrupt(i + j);
                    }
                }
                if (digits < 8)
                {
                    if (c != '=')
                    {
                        throw Corrupt(i + j);
                    }
                    bits <<= 5;
                    continue;
                }
                var value = Base32.IndexOf(c, StringComparison.Ordinal);
                bits = (bits << 5) | (value >= 0 ? (ulong)value : throw Corrupt(i + j));
            }
            for (var j = 0; j < digits * 5 / 8; j++)
            {
                bytes.Add((byte)(bits >> (32 - (8 * j))));
            }
        }
        return [.. bytes];
    }

    private static FunctionException Corrupt(int at) => new($"illegal base32 data at input byte {at}");
}
