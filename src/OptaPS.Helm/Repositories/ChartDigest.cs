using System.Security.Cryptography;
using OptaPS.Diagnostics;

namespace OptaPS.Helm.Repositories;

/// <summary>Digests of archives, and what is said when one is not the expected.</summary>
internal static class ChartDigest
{
    /// <summary>The digest of an archive.</summary>
    public static string Of(ReadOnlySpan<byte> archive) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(archive));

    /// <summary>The usual form: indexes of HTTP repositories leave the algorithm out.</summary>
    public static string Normalize(string digest) =>
        digest.Contains(':', StringComparison.Ordinal) ? digest.ToLowerInvariant() : "sha256:" + digest.ToLowerInvariant();

    /// <summary>Compares.</summary>
    /// <exception cref="OptaException">OPTA5562: they differ.</exception>
    public static void Check(ChartReference chart, string expected, string actual, string source)
    {
        if (Normalize(expected) == actual)
            return;
        throw new OptaException(new Diagnostic("OPTA5562", Severity.Error, $"The chart {chart} is not the one that is locked.")
        {
            Resource = $"chart {chart.Name}",
            Cause = "Its digest is another one.",
            Evidence = [$"expected digest: {Normalize(expected)}", $"actual digest: {actual}", $"expected by: {source}"],
            Remedy = "Nothing was installed. Somebody replaced the archive under the same version, or the download was altered: compare with the publisher; "
                + "if the new archive is right, put its digest into the lock.",
            Category = DiagnosticCategory.SecurityError,
        });
    }
}
