using Azure.Core;
using Azure.Identity;
using OptaPS.Diagnostics;

namespace OptaPS.Clouds.Azure.State;

/// <summary>Access tokens of the user's Azure sign-in (environment, workload identity, managed identity, az, Az PowerShell).</summary>
/// <param name="scope">What the tokens are for.</param>
public sealed class AzureTokens(string scope = AzureTokens.Storage)
{
    /// <summary>The scope of Blob Storage.</summary>
    public const string Storage = "https://storage.azure.com/.default";

    /// <summary>The scope of the resource manager.</summary>
    public const string Management = "https://management.azure.com/.default";

    private readonly string[] scopes = [scope];
    private readonly Lazy<DefaultAzureCredential> credential = new(() => new DefaultAzureCredential());

    /// <summary>A token that is still valid.</summary>
    /// <exception cref="OptaException">There is no sign-in (OPTA2305).</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await credential.Value.GetTokenAsync(new TokenRequestContext(scopes), cancellationToken)).Token;
        }
        catch (AuthenticationFailedException exception)
        {
            throw new OptaException(
                new Diagnostic("OPTA2305", Severity.Error, "No Azure sign-in for the state's container was found.")
                {
                    Category = DiagnosticCategory.AuthenticationError,
                    Cause = exception.Message,
                    Remedy = "Run 'az login' or Connect-AzAccount, or set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET.",
                },
                exception);
        }
    }
}
