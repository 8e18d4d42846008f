using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using OptaPS.Sandbox.Persistence;

namespace OptaPS.Sandbox.Aws.Certificates;

/// <summary>The issued certificates of ACM with their keys, which no API gives out; load balancers present them.</summary>
internal sealed class CertificateMaterial(WorldStore store, Func<IReadOnlyList<string>, X509Certificate2> issue)
{
    public const string Collection = "acm-material";
    private readonly ConcurrentDictionary<string, X509Certificate2> _loaded = new(StringComparer.Ordinal);

    /// <summary>Issues the certificate of an ARN for names; one that is there stays.</summary>
    public async Task IssueAsync(string arn, IReadOnlyList<string> names)
    {
        if (store.Get(Collection, arn) is not null)
        {
            return;
        }

        using var made = issue(names);
        await store.CommitAsync(new StoreChange(Collection, arn, Convert.ToBase64String(made.Export(X509ContentType.Pkcs12))));
    }

    /// <summary>The certificate of an ARN with its key, or null when it is not issued.</summary>
    public X509Certificate2? Find(string arn) => store.Get(Collection, arn) is { } kept
        ? _loaded.GetOrAdd(arn, static (_, text) => X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(text), null), kept)
        : null;
}
