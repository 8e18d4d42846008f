using System.Net;
using OptaPS.Helm.Repositories;
using OptaPS.Targets;

namespace OptaPS.Helm.Schema;

/// <summary>Reads schemas that others refer to, over http and https as Helm does, with bounds: 15 s and 4 MiB each, 64 in one rendering.</summary>
internal sealed class SchemaSource : IDisposable
{
    private const int MostDocuments = 64;
    private const long LongestDocument = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private HttpClient? client;
    private int read;

    public static FunctionException Failure(string address, string reason) => new($"failing loading {GoQuote.Quote(address)}: {reason}");

    /// <summary>The document at an address.</summary>
    /// <exception cref="FunctionException">It cannot be had, or is no JSON; the message says why.</exception>
    public async Task<object?> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        if (++read > MostDocuments)
        {
            throw Failure(address.AbsoluteUri, $"a chart may refer to {MostDocuments} schemas elsewhere, not more");
        }
        client ??= TrustedHttp.Create(EndpointSet.Cloud);
        var http = new RepositoryHttp(client, [], TimeProvider.System);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.GetAsync(address, authorization: null, ["application/schema+json", "application/json", "*/*"], patience.Token);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw Failure(address.AbsoluteUri, $"HTTP request to {address.AbsoluteUri} returned status {(int)answer.StatusCode}");
            }
            var bytes = await RepositoryHttp.ReadAsync(answer, LongestDocument, address, patience.Token);
            return GoJsonReader.Read(GoText.FromBytes(bytes));
        }
        catch (OptaException e)
        {
            var diagnostic = e.Diagnostics[0];
            throw Failure(address.AbsoluteUri, diagnostic.Message + (diagnostic.Cause is { } cause ? " " + cause + "." : "") + " Schemas elsewhere are not read with --skip-schema-validation.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(address.AbsoluteUri, $"no answer within {Patience.TotalSeconds:0} s. Schemas elsewhere are not read with --skip-schema-validation.");
        }
        catch (FunctionException e) when (!e.Message.StartsWith("failing", StringComparison.Ordinal))
        {
            throw Failure(address.AbsoluteUri, e.Message);
        }
    }

    public void Dispose() => client?.Dispose();
}
