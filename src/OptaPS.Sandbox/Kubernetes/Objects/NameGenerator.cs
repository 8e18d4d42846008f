using System.Security.Cryptography;

namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>Names as the API server generates them: five characters of an alphabet without vowels.</summary>
internal static class NameGenerator
{
    public const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Next(string prefix) => (prefix.Length > 58 ? prefix[..58] : prefix) + RandomNumberGenerator.GetString(Alphabet, 5);

    /// <summary>A stable hash of a text in the same alphabet.</summary>
    public static string Hash(string text, int length = 10)
    {
        var bytes = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        return new string([.. bytes.Take(length).Select(value => Alphabet[value % Alphabet.Length])]);
    }
}
