using System.Text.Json.Nodes;

namespace OptaPS.Engine.Providers;

/// <summary>Makes bearer tokens for cluster connections; clouds implement it, the Kubernetes client asks it per request.</summary>
public interface ICredentialSource
{
    /// <summary>The <c>kind</c> of the connection's credential document that it serves, for example <c>aws-eks</c>.</summary>
    string Kind { get; }

    /// <summary>Returns a token that is valid now. Implementations cache until shortly before expiry.</summary>
    /// <param name="credential">The <c>credential</c> member of the connection: kind and names, no secrets.</param>
    /// <param name="refused">True when the server has just refused the last token: another one is made, whatever is cached.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ProviderException">No token can be had; the failure says why.</exception>
    ValueTask<BearerToken> GetTokenAsync(JsonObject credential, bool refused, CancellationToken cancellationToken);
}
