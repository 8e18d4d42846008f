using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on passwords, keys and ciphers.</summary>
internal static class CryptoFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("randBytes", "int", a => ((GoInt)a[0]!).Value is >= 0 and var length
            ? Convert.ToBase64String(RandomNumberGenerator.GetBytes((int)Math.Min(length, 10_000_000)))
            : throw FunctionException.Panic("makeslice: len out of range"));
        t.Add("bcrypt", "string", a => Bcrypt((string)a[0]!));
        t.Add("htpasswd", "string string", Htpasswd);
        t.Add("derivePassword", "uint32 string string string string", a => MasterPassword.Derive((uint)a[0]!, (string)a[1]!, (string)a[2]!, (string)a[3]!, (string)a[4]!));
        t.AddText("encryptAES", "string string", a => Encrypt((string)a[0]!, (string)a[1]!));
        t.Add("decryptAES", "string string", a => Decrypt((string)a[0]!, (string)a[1]!));
    }

    private static string Bcrypt(string password)
    {
        var bytes = GoText.ToBytes(password);
        return bytes.Length > 72
            ? "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes"
            : BcryptHash.Make(bytes, RandomNumberGenerator.GetBytes(16));
    }

    private static string Htpasswd(object?[] a)
    {
        string user = (string)a[0]!, password = (string)a[1]!;
        return user.Contains(':') ? "invalid username: " + user : user + ":" + Bcrypt(password);
    }

    private static byte[] Key(string password)
    {
        var key = new byte[32];
        var bytes = GoText.ToBytes(password);
        bytes.AsSpan(0, Math.Min(32, bytes.Length)).CopyTo(key);
        return key;
    }

    private static string Encrypt(string password, string text)
    {
        if (text.Length == 0)
        {
            return "";
        }
        using var aes = Aes.Create();
        aes.Key = Key(password);
        var iv = RandomNumberGenerator.GetBytes(16);
        return Convert.ToBase64String([.. iv, .. aes.EncryptCbc(GoText.ToBytes(text), iv)]);
    }

    private static string Decrypt(string password, string text)
    {
        if (text.Length == 0)
        {
            return "";
        }
        var data = GoBase64.Decode(text);
        if (data.Length < 16)
        {
            throw FunctionException.Panic($"slice bounds out of range [:16] with capacity {data.Length}");
        }
        if (data.Length < 32 || data.Length % 16 != 0)
        {
            throw new FunctionException("crypto/cipher: input not full blocks");
        }
        using var aes = Aes.Create();
        aes.Key = Key(password);
        var plain = aes.DecryptCbc(data.AsSpan(16), data.AsSpan(0, 16), PaddingMode.None);
        var padding = plain[^1];
        return padding <= plain.Length ? GoText.FromBytes(plain.AsSpan(0, plain.Length - padding)) : throw Panics.SliceBounds(plain.Length, plain.Length - padding);
    }
}
