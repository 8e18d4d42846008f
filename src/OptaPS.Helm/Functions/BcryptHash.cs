using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>bcrypt at cost 10 in the $2a$ form.</summary>
internal static class BcryptHash
{
    private const int Cost = 10;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Make(byte[] password, byte[] salt)
    {
        byte[] key = [.. password, 0];
        var cipher = new Blowfish();
        cipher.Expand(key, salt);
        for (var i = 0; i < 1 << Cost; i++)
        {
            cipher.Expand(key, []);
            cipher.Expand(salt, []);
        }
        var text = Encoding.ASCII.GetBytes("OrpheanBeholderScryDoubt");
        for (var i = 0; i < text.Length; i += 8)
        {
            for (var n = 0; n < 64; n++)
            {
                cipher.Encrypt(text.AsSpan(i, 8));
            }
        }
        return $"$2a${Cost}$" + Encode(salt) + Encode(text.AsSpan(0, 23));
    }

    private static string Encode(ReadOnlySpan<byte> data)
    {
        var sb = new StringBuilder();
        for (var i = 0; i < data.Length; i += 3)
        {
            var count = Math.Min(3, data.Length - i);
            var bits = (data[i] << 16) | (count > 1 ? data[i + 1] << 8 : 0) | (count > 2 ? data[i + 2] : 0);
            for (var j = 0; j <= count; j++)
            {
                sb.Append(Alphabet[(bits >> (18 - (6 * j))) & 63]);
            }
        }
        return sb.ToString();
    }
}
