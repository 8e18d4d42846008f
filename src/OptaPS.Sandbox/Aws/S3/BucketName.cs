using System.Net;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>The rules for names of buckets.</summary>
internal static class BucketName
{
    private static readonly string[] Starts = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] Ends = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    /// <summary>3 to 63 small letters, digits, dots and dashes, beginning and ending with a letter or digit, not of the form of an address.</summary>
    public static bool IsValid(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal)
        && !(name.Count(letter => letter == '.') == 3 && IPAddress.TryParse(name, out _))
        && !Starts.Any(start => name.StartsWith(start, StringComparison.Ordinal)) && !Ends.Any(end => name.EndsWith(end, StringComparison.Ordinal));
}
