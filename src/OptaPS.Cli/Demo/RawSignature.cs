using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Cli.Demo;

/// <summary>Signature Version 4 in its plainest form, so that the demo's observations share nothing with the product's clients.</summary>
internal sealed class RawSignature(string accessKeyId, string secretAccessKey, string region)
{
    /// <summary>Signs a JSON POST to <c>/</c>.</summary>
    public void Sign(HttpRequestMessage request, string service, string target, byte[] body)
    {
        var (stamp, day) = Now();
        var scope = $"{day}/{region}/{service}/aws4_request";
        var host = request.RequestUri!.Authority;
        var canonical = $"POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:{host}\nx-amz-date:{stamp}\nx-amz-target:{target}\n\ncontent-type;host;x-amz-date;x-amz-target\n{Hash(body)}";
        var signature = Signature(day, service, $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={accessKeyId}/{scope}, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature={signature}");
    }

    /// <summary>Makes an EKS token: a presigned GetCallerIdentity request that names the cluster.</summary>
    public string Token(Uri sts, string cluster)
    {
        var (stamp, day) = Now();
        var scope = $"{day}/{region}/sts/aws4_request";
        var query = "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + $"&X-Amz-Credential={Uri.EscapeDataString($"{accessKeyId}/{scope}")}&X-Amz-Date={stamp}&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id";
        var canonical = $"GET\n/\n{query}\nhost:{sts.Authority}\nx-k8s-aws-id:{cluster}\n\nhost;x-k8s-aws-id\n{Hash([])}";
        var signature = Signature(day, "sts", $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}");
        var url = $"https://{sts.Authority}/?{query}&X-Amz-Signature={signature}";
        return "k8s-aws-v1." + Convert.ToBase64String(Encoding.UTF8.GetBytes(url)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static (string Stamp, string Day) Now()
    {
        var now = DateTime.UtcNow;
        return (now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), now.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
    }

    private static string Hash(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private string Signature(string day, string service, string text)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (var part in new[] { day, region, service, "aws4_request" })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
