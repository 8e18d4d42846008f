using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OptaPS.Diagnostics;

namespace OptaPS.Helm.Repositories;

/// <summary>Requests to repositories and registries: redirects, sign-ins, repeats, size limits, and errors that say what to do.</summary>
internal sealed class RepositoryHttp(HttpClient client, IReadOnlyList<RepositoryCredentials> credentials, TimeProvider time)
{
    private const int Attempts = 3;
    private const int MostRedirects = 5;

    /// <summary>The sign-in for a repository, or null.</summary>
    public RepositoryCredentials? SignInFor(string repository) => credentials
        .Where(candidate => repository.StartsWith(candidate.Repository.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
        .MaxBy(candidate => candidate.Repository.Length);

    /// <summary>The header of a sign-in by name and password.</summary>
    public static AuthenticationHeaderValue Basic(RepositoryCredentials signIn) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{signIn.User}:{signIn.Password.Reveal()}")));

    /// <summary>Sends a GET; server failures and lost connections are tried again. The answer may be any status but a redirect or a server failure.</summary>
    public async Task<HttpResponseMessage> GetAsync(Uri address, AuthenticationHeaderValue? authorization, IReadOnlyList<string> accept, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await FollowAsync(address, authorization, accept, cancellationToken);
                if ((int)answer.StatusCode < 500 && answer.StatusCode != HttpStatusCode.TooManyRequests)
                    return answer;
                var status = (int)answer.StatusCode;
                answer.Dispose();
                if (attempt == Attempts)
                    throw Unreachable(address, $"HTTP status {status}", null);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                if (attempt == Attempts || IsCertificate(e))
                    throw Unreachable(address, e.InnerException?.Message ?? e.Message, e);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300 * attempt * attempt), time, cancellationToken);
        }
    }

    /// <summary>The body of an answer.</summary>
    /// <exception cref="OptaException">OPTA5565: it is longer than allowed.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage answer, long limit, Uri address, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > limit)
            {
                throw new OptaException(new Diagnostic("OPTA5565", Severity.Error, $"The answer of {Shown(address)} is longer than {limit >> 20} MiB.")
                {
                    Remedy = "This is no chart repository, or a chart that holds what does not belong into one.",
                    Category = DiagnosticCategory.InvalidData,
                });
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>The error of an address that refuses.</summary>
    public static OptaException Refused(Uri address, HttpStatusCode status, string what) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        ? new OptaException(new Diagnostic("OPTA5566", Severity.Error, $"{Shown(address)} refuses access to {what}.")
        {
            Cause = $"HTTP status {(int)status}",
            Remedy = "Give credentials for this repository that may read it.",
            Category = DiagnosticCategory.AuthenticationError,
        })
        : new OptaException(new Diagnostic("OPTA5567", Severity.Error, $"{Shown(address)} has no {what}.")
        {
            Cause = $"HTTP status {(int)status}",
            Remedy = "Check repository address, chart name and version.",
            Category = DiagnosticCategory.ObjectNotFound,
        });

    /// <summary>An address without sign-in and query, which may hold signatures.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private async Task<HttpResponseMessage> FollowAsync(Uri address, AuthenticationHeaderValue? authorization, IReadOnlyList<string> accept, CancellationToken cancellationToken)
    {
        var at = address;
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (authorization is not null && at.Authority == address.Authority)
            {
                if (at.Scheme != Uri.UriSchemeHttps)
                    throw NoPlainText(at);
                request.Headers.Authorization = authorization;
            }

            foreach (var type in accept)
                request.Headers.Accept.ParseAdd(type);
            var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
                return answer;
            answer.Dispose();
            var next = new Uri(at, location);
            if (at.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
                throw NoPlainText(next);
            at = next;
        }

        throw Unreachable(address, $"more than {MostRedirects} redirects", null);
    }

    private static bool IsCertificate(Exception e) => e.InnerException is System.Security.Authentication.AuthenticationException;

    private static OptaException NoPlainText(Uri address) => new(new Diagnostic("OPTA5568", Severity.Error, $"{Shown(address)} is not encrypted; credentials and redirects from https are not sent there.")
    {
        Remedy = "Use the repository's https address.",
        Category = DiagnosticCategory.SecurityError,
    });

    private static OptaException Unreachable(Uri address, string cause, Exception? e) => new(
        new Diagnostic("OPTA5564", Severity.Error, $"{Shown(address)} cannot be reached.")
        {
            Cause = cause,
            Remedy = e is not null && IsCertificate(e)
                ? "Its certificate is not trusted here: check the address and the system's certificates."
                : "Check network, proxy and address, then run the command again.",
            Category = DiagnosticCategory.ResourceUnavailable,
        },
        e);
}
