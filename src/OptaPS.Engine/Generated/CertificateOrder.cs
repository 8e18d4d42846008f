namespace OptaPS.Engine.Generated;

/// <summary>What a certificate is to say.</summary>
internal sealed record CertificateOrder(string CommonName, DateTimeOffset From, DateTimeOffset Until)
{
    internal IReadOnlyList<string> DnsNames { get; init; } = [];

    internal bool IsAuthority { get; init; }

    internal int? PathLength { get; init; }
}
