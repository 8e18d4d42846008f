using System.Text;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Secrets of service accounts: filled with a token, gone with the account.</summary>
internal sealed class TokenSecretController(Cluster cluster) : IController
{
    private const string Type = "kubernetes.io/service-account-token";
    private const string Account = "kubernetes.io/service-account.name";

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/secrets" && change.Current.Body.Text("type") == Type)
            return [change.Current.Key];
        return change.Current.Resource == "/serviceaccounts"
            ? cluster.Store.List("/secrets", change.Current.Key.Namespace).Where(item => item.Body.Text("type") == Type && item.Body.Annotation(Account) == change.Current.Key.Name).Select(item => item.Key).ToList()
            : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/secrets", key.Namespace, key.Name) is not { } secret || secret.Body.Text("type") != Type)
            return null;
        var account = cluster.Store.Get("/serviceaccounts", key.Namespace, secret.Body.Annotation(Account) ?? "")?.Body;
        if (account is null)
        {
            cluster.Store.Remove(secret);
            return null;
        }

        if (secret.Body.At("data", "token") is not null)
            return null;
        var token = cluster.Tokens.Issue(account, [], TimeSpan.FromDays(3650), null).Token;
        await cluster.Objects.UpdateAsync(new WriteContext(cluster.Kinds.Builtin("", "secrets"), key.Namespace, key.Name) { Internal = true }, body =>
        {
            body.Ensure("metadata", "annotations")["kubernetes.io/service-account.uid"] = account.Uid();
            var data = body.Ensure("data");
            data["token"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(token));
            data["namespace"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(key.Namespace));
            data["ca.crt"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(cluster.Identity.CaPem));
            return body;
        }, ct);
        return null;
    }
}
