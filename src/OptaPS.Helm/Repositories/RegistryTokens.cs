using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace OptaPS.Helm.Repositories;

/// <summary>Signs in to registries the way they ask for: a bearer token of their token service (anonymous when no sign-in is known), or name and password.</summary>
internal sealed class RegistryTokens(RepositoryHttp http)
{
    private const int LongestAnswer = 1 << 20;
    private static readonly string[] Json = ["application/json"];
    private readonly ConcurrentDictionary<(string Authority, string Path), AuthenticationHeaderValue> known = [];

    /// <summary>The sign-in that worked last, or null.</summary>
    public AuthenticationHeaderValue? Known(string authority, string repository, string chart) => known.GetValueOrDefault((authority, $"{repository}/{chart}"));

    /// <summary>Answers a registry's challenge; null when that is not possible.</summary>
    public async Task<AuthenticationHeaderValue?> AskAsync(HttpResponseMessage challenge, Uri address, string repository, string chart, CancellationToken cancellationToken)
    {
        var key = (address.Authority, $"{repository}/{chart}");
        known.TryRemove(key, out _);
        var signIn = http.SignInFor(repository);
        foreach (var offer in challenge.Headers.WwwAuthenticate)
        {
            if (offer.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                && await BearerAsync(Parameters(offer.Parameter ?? ""), address, signIn, cancellationToken) is { } token)
                return known[key] = new AuthenticationHeaderValue("Bearer", token);
            if (offer.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && signIn is not null)
                return known[key] = RepositoryHttp.Basic(signIn);
        }

        return null;
    }

    private async Task<string?> BearerAsync(Dictionary<string, string> parameters, Uri address, RepositoryCredentials? signIn, CancellationToken cancellationToken)
    {
        if (!parameters.TryGetValue("realm", out var realm) || !Uri.TryCreate(address, realm, out var service))
            return null;
        var query = new List<string>();
        foreach (var name in new[] { "service", "scope" })
        {
            if (parameters.TryGetValue(name, out var value))
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        var asked = new UriBuilder(service) { Query = string.Join('&', query.Prepend(service.Query.TrimStart('?')).Where(part => part.Length > 0)) }.Uri;
        using var answer = await http.GetAsync(asked, signIn is null ? null : RepositoryHttp.Basic(signIn), Json, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw RepositoryHttp.Refused(asked, answer.StatusCode, "token");
        var body = JsonNode.Parse(await RepositoryHttp.ReadAsync(answer, LongestAnswer, asked, cancellationToken));
        return body?["token"]?.GetValue<string>() ?? body?["access_token"]?.GetValue<string>();
    }

    private static Dictionary<string, string> Parameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        while (at < text.Length)
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0)
                break;
            var name = text[at..equals].Trim(' ', ',');
            var quoted = equals + 1 < text.Length && text[equals + 1] == '"';
            var start = quoted ? equals + 2 : equals + 1;
            var end = text.IndexOf(quoted ? '"' : ',', start);
            if (end < 0)
                end = text.Length;
            parameters[name] = text[start..end];
            at = end + 1;
        }

        return parameters;
    }
}
