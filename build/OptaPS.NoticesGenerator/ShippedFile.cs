using System.Security.Cryptography;

namespace OptaPS.NoticesGenerator;

/// <summary>A file of the module.</summary>
/// <param name="Path">Its path in the module folder, with slashes.</param>
/// <param name="Sha256">The hash of its content, in small hexadecimal digits.</param>
internal sealed record ShippedFile(string Path, string Sha256)
{
    /// <summary>Reads a file of a module folder.</summary>
    public static ShippedFile Read(string folder, string path)
    {
        using var content = File.OpenRead(System.IO.Path.Combine(folder, path));
        return new ShippedFile(path, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
