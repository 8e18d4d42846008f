using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Traffic;

/// <summary>Golden metrics of the calls from one workload to one service.</summary>
internal sealed class TrafficEdge(string source, string destination, string protocol)
{
    private const int Samples = 2048;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Count, DateTimeOffset Last)> refusals = new(StringComparer.Ordinal);
    private readonly double[] latencies = new double[Samples];
    private long requests;
    private long failures;
    private string? sourceIdentity;
    private string? destinationIdentity;

    public void Record(PodAnswer answer, TimeSpan latency, string? clientIdentity, DateTimeOffset now)
    {
        lock (gate)
        {
            latencies[requests % Samples] = latency.TotalMilliseconds;
            requests++;
            // A refusal of the client's own making (4xx of the pod itself) is a success of the service.
            if (answer.Status >= 500 || answer.Refusal is not null)
                failures++;
            if (answer.Refusal is { } why)
                refusals[why] = (refusals.GetValueOrDefault(why).Count + 1, now);
            sourceIdentity = clientIdentity ?? sourceIdentity;
            destinationIdentity = answer.Identity ?? destinationIdentity;
        }
    }

    public JsonObject Describe(string cluster)
    {
        lock (gate)
        {
            var sorted = latencies.Take((int)Math.Min(requests, Samples)).Order().ToArray();
            return new JsonObject
            {
                ["cluster"] = cluster,
                ["source"] = source,
                ["destination"] = destination,
                ["protocol"] = protocol,
                ["requests"] = requests,
                ["successRate"] = requests == 0 ? 1 : 1 - ((double)failures / requests),
                ["latencyP50"] = At(sorted, 0.5),
                ["latencyP95"] = At(sorted, 0.95),
                ["latencyP99"] = At(sorted, 0.99),
                ["mutualTls"] = sourceIdentity is not null && destinationIdentity is not null,
                ["sourceIdentity"] = sourceIdentity,
                ["destinationIdentity"] = destinationIdentity,
                ["refusals"] = new JsonArray([.. refusals.OrderByDescending(pair => pair.Value.Count).Select(pair => (JsonNode)new JsonObject { ["reason"] = pair.Key, ["count"] = pair.Value.Count, ["last"] = pair.Value.Last })])
            };
        }
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))], 3);
}
