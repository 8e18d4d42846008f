using Google.Apis.Auth.OAuth2;
using OptaPS.Diagnostics;

namespace OptaPS.Clouds.Gcp.State;

/// <summary>Access tokens of the user's application default credentials.</summary>
public sealed class GoogleTokens
{
    private const string Scope = "https://www.googleapis.com/auth/devstorage.read_write";
    private GoogleCredential? credential;

    /// <summary>A token for Cloud Storage that is still valid.</summary>
    /// <exception cref="OptaException">There are no credentials (OPTA2305).</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            credential ??= (await GoogleCredential.GetApplicationDefaultAsync(cancellationToken)).CreateScoped(Scope);
            return await ((ITokenAccess)credential).GetAccessTokenForRequestAsync(cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Google.Apis.Auth.OAuth2.Responses.TokenResponseException)
        {
            throw new OptaException(
                new Diagnostic("OPTA2305", Severity.Error, "No Google credentials for the state's bucket were found.")
                {
                    Category = DiagnosticCategory.AuthenticationError,
                    Cause = exception.Message,
                    Remedy = "Run 'gcloud auth application-default login', or set GOOGLE_APPLICATION_CREDENTIALS to a key file.",
                },
                exception);
        }
    }
}
