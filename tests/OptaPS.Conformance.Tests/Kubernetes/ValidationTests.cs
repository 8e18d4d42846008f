using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;
using Xunit.Abstractions;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>
/// Objects of all built-in kinds, most of them wrong in one place, as a real API server judged them (recorded for these tests with dryRun=All):
/// status, reason, field paths, messages (where they show no internal structures) and warnings. Those listed in
/// known-differences-validation.txt are judged differently yet.
/// </summary>
public partial class ValidationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task EveryObject_IsJudgedAsByTheRealServerOrIsAKnownDifference()
    {
        await using var server = await CorpusServer.StartAsync(20);
        await server.MakeNamespaceAsync("k6a");
        var cases = Load();
        var differences = new string?[cases.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, cases.Count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, _) =>
            differences[index] = await JudgeAsync(server.SignedIn, cases[index]));
        var known = Known();
        var found = Enumerable.Range(0, cases.Count).Where(index => differences[index] is not null)
            .Select(index => (Name: $"{index.ToString("0000", CultureInfo.InvariantCulture)} {cases[index].Text("body", "kind")}", Difference: differences[index])).ToList();
        output.WriteLine($"{cases.Count - found.Count} of {cases.Count} objects judged alike");
        if (Environment.GetEnvironmentVariable("OPTA_VALIDATION_REPORT") is { Length: > 0 } report)
            await File.WriteAllLinesAsync(report, found.Select(item => $"{item.Name}\t{item.Difference}"));
        var unexpected = found.Where(item => !known.Contains(item.Name)).ToList();
        Assert.True(unexpected.Count == 0, $"{unexpected.Count} objects are judged differently:\n" + string.Join('\n', unexpected.Take(40).Select(item => item.Name + " " + item.Difference)));
    }

    private static async Task<string?> JudgeAsync(HttpClient client, JsonObject wanted)
    {
        using var content = new ByteArrayContent(JsonText.ToBytes(wanted["body"]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync(wanted.Text("path")!, content);
        var answer = JsonReader.Parse(await response.Content.ReadAsByteArrayAsync());
        if ((int)response.StatusCode != wanted.Number("status"))
            return $"status {wanted.Number("status")} -> {(int)response.StatusCode} {answer.Text("message")}";
        var warnings = response.Headers.TryGetValues("Warning", out var given) ? given.Order(StringComparer.Ordinal).ToList() : [];
        if (!warnings.SequenceEqual(wanted.Texts("warnings").Order(StringComparer.Ordinal)))
            return $"warnings {string.Join(" | ", wanted.Texts("warnings"))} -> {string.Join(" | ", warnings)}";
        if (wanted.Text("reason") is { } reason && reason != (answer.Text("reason") ?? ""))
            return $"reason {reason} -> {answer.Text("reason")}";
        // The recording names no times.
        if (wanted.Text("message") is { } message && message != Times().Replace(answer.Text("message") ?? "", "<time>"))
            return $"message {message} -> {answer.Text("message")}";
        return Causes(wanted.Objects("causes").ToList(), answer.Objects("details", "causes").ToList());
    }

    /// <summary>The same causes in any order: the real server walks some maps in random order.</summary>
    private static string? Causes(List<JsonObject> wanted, List<JsonObject> given)
    {
        foreach (var cause in wanted.OrderBy(cause => cause.ContainsKey("message") ? 0 : 1).ToList())
        {
            var twin = given.Find(item => item.Text("field") == cause.Text("field") && item.Text("reason") == cause.Text("reason") && (!cause.ContainsKey("message") || cause.Text("message") == item.Text("message")));
            if (twin is null)
                return $"missing: {cause.Text("field")} {cause.Text("message")}; given: {string.Join(" | ", given.Select(item => item.Text("field") + " " + item.Text("message")))}";
            given.Remove(twin);
        }

        return given.Count == 0 ? null : $"too many: {string.Join(" | ", given.Select(item => item.Text("field") + " " + item.Text("message")))}";
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Times();

    private static List<JsonObject> Load()
    {
        using var source = new GZipStream(typeof(ValidationTests).Assembly.GetManifestResourceStream("kubernetes-validation")!, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        source.CopyTo(plain);
        return JsonReader.Parse(plain.ToArray()).Objects("cases").ToList();
    }

    private static HashSet<string> Known()
    {
        using var reader = new StreamReader(typeof(ValidationTests).Assembly.GetManifestResourceStream("kubernetes-known-differences-validation")!);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Split('\t')[0].Trim()).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
