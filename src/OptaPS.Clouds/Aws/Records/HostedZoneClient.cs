using System.Runtime.CompilerServices;
using System.Xml.Linq;
using OptaPS.Clouds.Aws.Protocol;

namespace OptaPS.Clouds.Aws.Records;

/// <summary>The record sets of hosted zones by Route 53's own API (REST-XML of 2013-04-01).</summary>
internal sealed class HostedZoneClient(Func<AwsRestXmlClient> client)
{
    private const string Version = "/2013-04-01/";
    private static readonly XNamespace Space = "https://route53.amazonaws.com/doc/2013-04-01/";

    /// <summary>Where requests go.</summary>
    public Uri Address => client().Address;

    /// <summary>The record sets of a zone in the service's order, from a name and type on; all when they are empty.</summary>
    public async IAsyncEnumerable<RecordSet> ListAsync(string zone, string name, string type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = Query(name, type, "");
        while (true)
        {
            var page = await client().GetAsync("ListResourceRecordSets", $"{Version}hostedzone/{zone}/rrset", query, cancellationToken);
            foreach (var element in page.Descendants(Space + "ResourceRecordSet"))
                yield return RecordSet.Read(zone, element);
            if (Text(page, "IsTruncated") != "true")
                yield break;
            query = Query(Text(page, "NextRecordName"), Text(page, "NextRecordType"), Text(page, "NextRecordIdentifier"));
        }
    }

    /// <summary>Applies changes, all or none; gives the change's identifier, or null when it is in sync already.</summary>
    /// <param name="zone">The zone's identifier.</param>
    /// <param name="changes">Verbs (CREATE, UPSERT, DELETE) with record sets.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string?> ChangeAsync(string zone, IEnumerable<(string Verb, RecordSet Record)> changes, CancellationToken cancellationToken)
    {
        var request = new XElement(
            Space + "ChangeResourceRecordSetsRequest",
            new XElement(
                Space + "ChangeBatch",
                new XElement(
                    Space + "Changes",
                    changes.Select(change => new XElement(Space + "Change", new XElement(Space + "Action", change.Verb), change.Record.Write(Space))))));
        var answer = await client().PostAsync("ChangeResourceRecordSets", $"{Version}hostedzone/{zone}/rrset/", request, cancellationToken);
        return Pending(answer);
    }

    /// <summary>The change's identifier while it is not in sync, else null.</summary>
    public async Task<string?> PendingAsync(string change, CancellationToken cancellationToken) =>
        Pending(await client().GetAsync("GetChange", $"{Version}change/{change}", new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken));

    private static string? Pending(XElement answer) => Text(answer, "Status") == "INSYNC" ? null : Text(answer, "Id").Split('/')[^1];

    private static Dictionary<string, string> Query(string name, string type, string identifier) =>
        ((IEnumerable<(string Key, string Value)>)[("name", name), ("type", type), ("identifier", identifier)])
            .Where(pair => pair.Value.Length > 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static string Text(XElement answer, string name) => answer.Descendants(Space + name).FirstOrDefault()?.Value ?? "";
}
