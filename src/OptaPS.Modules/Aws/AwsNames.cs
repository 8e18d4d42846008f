using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Aws;

/// <summary>Names of AWS resources: deterministic, so that a lost create is found, and within the services' length limits.</summary>
internal static class AwsNames
{
    /// <summary>Lookup address of the caller's identity.</summary>
    private const string AccountAddress = "aws/account";

    /// <summary>The name of an environment's cluster.</summary>
    public static string Cluster(ModuleContext context) => "opta-" + context.Environment;

    /// <summary>A name for IAM (at most 64 characters, unique in the account, so it carries the region).</summary>
    public static string Iam(ModuleContext context, string purpose) => Limit($"opta-{context.Environment}-{context.Aws.Region}-{purpose}", 64);

    /// <summary>The lookup that checks the account and gives account id and partition.</summary>
    public static ResourceHandle Account(GraphBuilder graph) => graph.Lookup(AccountAddress, "aws", "caller-identity", []);

    /// <summary>Cuts a name to a length; what is cut off is replaced by a digest of the whole.</summary>
    public static string Limit(string name, int length)
    {
        if (name.Length <= length)
            return name;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return string.Create(CultureInfo.InvariantCulture, $"{name.AsSpan(0, length - 9)}-{digest}");
    }
}
