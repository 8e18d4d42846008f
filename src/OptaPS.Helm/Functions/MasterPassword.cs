using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Helm.Functions;

/// <summary>Passwords derived from a master password, as the Master Password app does it.</summary>
internal static class MasterPassword
{
    private const string Seed = "com.lyndir.masterpassword";

    private static readonly Dictionary<string, string[]> Templates = new(StringComparer.Ordinal)
    {
        ["maximum"] = ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        ["long"] =
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv",
            "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        ["medium"] = ["CvcnoCvc", "CvcCvcno"],
        ["short"] = ["Cvcn"],
        ["basic"] = ["aaanaaan", "aannaaan", "aaannaaa"],
        ["pin"] = ["nnnn"],
    };

    public static string Derive(uint counter, string type, string password, string user, string site)
    {
        if (!Templates.TryGetValue(type, out var templates))
        {
            return "cannot find password template " + type;
        }
        var key = Scrypt.Derive(GoText.ToBytes(password), Prefixed(user), 32768, 8, 2, 64);
        byte[] message = [.. Prefixed(site), .. Number(counter)];
        var seed = HMACSHA256.HashData(key, message);
        var template = templates[seed[0] % templates.Length];
        var sb = new StringBuilder(template.Length);
        for (var i = 0; i < template.Length; i++)
        {
            var characters = Characters(template[i]);
            sb.Append(characters[seed[i + 1] % characters.Length]);
        }
        return sb.ToString();
    }

    private static byte[] Prefixed(string text)
    {
        var bytes = GoText.ToBytes(text);
        return [.. Encoding.ASCII.GetBytes(Seed), .. Number((uint)bytes.Length), .. bytes];
    }

    private static byte[] Number(uint n)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, n);
        return bytes;
    }

    private static string Characters(char kind) => kind switch
    {
        'V' => "AEIOU",
        'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'A' => "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        'a' => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        'n' => "0123456789",
        'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        _ => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    };
}
