using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>Makes two recordings comparable: the same value has the same placeholder in all steps of a scenario (rules in the corpus's README).</summary>
internal sealed class Normalizer(IReadOnlyList<string> nodes, string server, string user)
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private static readonly Regex Uid = new("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Plain);
    private static readonly Regex Time = new(@"(?<1>20(?:2[1-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d)(?<2>\.\d+)?(?<3>Z|[+-]\d\d:\d\d)", Plain);
    private static readonly Regex LongTime = new(@"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20(?:2[1-9]|[3-9]\d) \d\d:\d\d:\d\d [+-]\d{4}", Plain);
    private static readonly Regex PlainTime = new(@"20(?:2[1-9]|[3-9]\d)-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} [A-Z]{3,4}", Plain);
    private static readonly Regex Pem = new(@"-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----\n?", Plain | RegexOptions.Singleline);
    private static readonly Regex Jwt = new(@"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}", Plain);
    private static readonly Regex Ip = new(@"(?<![\d.])(?!10\.9\.8\.7)10\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.]*\d)(?!/\d)", Plain);
    private static readonly Regex PodName = new($"(?<=-)(?<1>[{Alphabet}]{{8,10}})-(?<2>[{Alphabet}]{{5}})(?![A-Za-z0-9])", Plain);
    private static readonly Regex Hash = new($"(?<=[a-z0-9]-)(?<1>[{Alphabet}]{{8,10}})(?![A-Za-z0-9.])", Plain);
    private static readonly Regex Generated = new($"(?<=[a-z0-9]-)(?<1>[{Alphabet}]{{5}})(?![A-Za-z0-9.])", Plain);
    private static readonly Regex AfterHash = new($@"(?<=<hash:\d\d?>-)[{Alphabet}]{{5}}(?![A-Za-z0-9])", Plain);
    private static readonly Regex Cron = new(@"(?<=[a-z0-9]-)(?:2[89]|3\d)\d{6}(?!\d)", Plain);
    private static readonly Regex NodePort = new(@"(?<=\d:)3[0-2]\d{3}(?=/(?:TCP|UDP|SCTP))", Plain);
    private static readonly Regex EventName = new(@"(?<=[a-z0-9]\.)[0-9a-f]{16}(?![0-9a-f])", Plain);
    private static readonly Regex Topology = new("""(?<1>(?:topology|failure-domain\.beta)\.kubernetes\.io/(?<2>zone|region)"?[=:] ?"?)(?<3>[\w.-]+)""", Plain);
    private static readonly Regex Kubelet = new(@"kwok-v[\w.-]+", Plain);
    private static readonly Regex Credential = new("X509SHA256=[0-9a-f]+", Plain);
    private static readonly Regex VersionField = new("""(?<1>resourceVersion\\?"?: ?\\?"?)(?<2>\d{2,})(?<3>\\?"?)""", Plain);
    private static readonly Regex AgeText = new("""(?<![\w.:/="'-])(?<!for )(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?<=[ydhms])(?![\w.:/-])""", Plain);
    private static readonly Regex Ago = new(@"\((?:\d+[ydhms])+ ago\)", Plain);
    private static readonly string[] AgeColumns = ["Age", "Last Seen", "First Seen", "Duration", "Last Schedule"];

    private static readonly Regex[] VersionTexts =
    [
        new(@"(?<1>too old resource version: )(?<2>\d+)(?<3> \()(?<4>\d+)(?<5>\))", Plain), new(@"(?<1>Too large resource version: )(?<2>\d+)(?<3>, current: )(?<4>\d+)", Plain),
        new(@"(?<1>the ResourceVersion in the precondition \()(?<2>\d+)(?<3>\) does not match the ResourceVersion in record \()(?<4>\d+)(?<5>\))", Plain),
        new(@"(?<1>ResourceVersion in precondition: )(?<2>\d+)(?<3>, ResourceVersion in object meta: )(?<4>\d+)", Plain)
    ];

    private readonly Dictionary<string, Dictionary<string, int>> maps = [];
    private readonly List<string> hashes = [];
    private List<string> columns = [];

    public string Token(string kind, string value)
    {
        if (!maps.TryGetValue(kind, out var known))
            maps[kind] = known = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!known.TryGetValue(value, out var number))
            known[value] = number = known.Count + 1;
        return $"<{kind}:{number}>";
    }

    public void LearnHash(string hash)
    {
        if (hash.Length is >= 5 and <= 10 && !hashes.Contains(hash))
            hashes.Add(hash);
    }

    public string String(string s)
    {
        if (s.Length == 0)
            return s;
        s = s.Replace(server, "<server>", StringComparison.Ordinal).Replace(server.Split("://")[^1], "<host>", StringComparison.Ordinal);
        s = Jwt.Replace(Pem.Replace(s, "<pem>"), "<jwt>");
        s = Uid.Replace(s, match => Token("uid", match.Value));
        s = Time.Replace(s, match => match.Groups[2].Success ? "<microtime>" : "<time>");
        s = PlainTime.Replace(LongTime.Replace(s, "<time>"), "<time>");
        s = Topology.Replace(s, match => match.Groups[1].Value + "<" + match.Groups[2].Value + ">");
        s = Credential.Replace(Kubelet.Replace(s, "<kubelet>"), "<credential-id>");
        foreach (var text in VersionTexts)
            s = text.Replace(s, match => string.Concat(match.Groups.Values.Skip(1).Select(group => group.Value.All(char.IsAsciiDigit) ? "<rv>" : group.Value)));
        s = VersionField.Replace(s, match => match.Groups[1].Value + Token("rv", match.Groups[2].Value) + match.Groups[3].Value);
        foreach (var hash in hashes)
            s = Regex.Replace(s, $"(?<![A-Za-z0-9]){Regex.Escape(hash)}(?![A-Za-z0-9])", _ => Token("hash", hash));
        s = Cron.Replace(s, match => Token("cron", match.Value));
        s = PodName.Replace(s, match => Token("hash", match.Groups[1].Value) + "-" + Token("gen", match.Groups[2].Value));
        s = Hash.Replace(s, match => Token("hash", match.Value));
        s = Generated.Replace(s, match => Token("gen", match.Value));
        s = AfterHash.Replace(s, match => Token("gen", match.Value));
        s = EventName.Replace(s, "<hex>");
        s = NodePort.Replace(s, match => int.Parse(match.Value, CultureInfo.InvariantCulture) is >= 30086 and <= 32767 ? Token("port", match.Value) : match.Value);
        s = Ip.Replace(s, match => Token("ip", match.Value));
        foreach (var node in nodes.OrderByDescending(name => name.Length))
            s = Regex.Replace(s, $@"(?<![\w.-]){Regex.Escape(node)}(?![\w-])", "<node>");
        return s;
    }

    public JsonNode? Json(JsonNode? source, bool keepManaged, bool bookmark, IEnumerable<string> ignore)
    {
        var doc = source?.DeepClone();
        Managed(doc, keepManaged);
        foreach (var pointer in ignore)
            Pointers.Remove(doc, pointer);
        Learn(doc);
        var kind = doc.Text("kind") ?? "";
        if (doc.Map("metadata") is { } meta && (bookmark || kind == "Table" || kind.EndsWith("List", StringComparison.Ordinal) || doc.At("items") is not null)
            && meta.Text("resourceVersion") is { Length: > 0 } version && version[0] != '0' && version.All(char.IsAsciiDigit))
        {
            meta["resourceVersion"] = "<rv>";
        }

        if (kind == "Table")
            Ages(doc!.AsObject());
        return Walk(doc, "");
    }

    private JsonNode? Walk(JsonNode? value, string key)
    {
        switch (value)
        {
            case JsonObject map:
                var result = new JsonObject();
                foreach (var (name, child) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList())
                    result[String(name)] = Walk(child, name);
                return result;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Walk(item, key))]);
        }

        if (value.Text() is { } text)
        {
            if (key == "resourceVersion" && text.Length > 0 && text[0] != '0' && text.All(char.IsAsciiDigit))
                return Token("rv", text);
            if (key == "continue" && text.Length > 0)
                return "<continue>";
            if (key is "topology.kubernetes.io/zone" or "topology.kubernetes.io/region" or "zone")
                return "<" + key[(key.LastIndexOf('/') + 1)..] + ">";
            return key == "username" && text == user ? "<user>" : String(text);
        }

        if (key is "nodePort" or "healthCheckNodePort" && value is JsonValue number && number.TryGetValue<long>(out var port) && port >= 30086)
            return Token("port", port.ToString(CultureInfo.InvariantCulture));
        return value?.DeepClone();
    }

    private void Learn(JsonNode? value)
    {
        if (value is JsonArray list)
        {
            foreach (var item in list)
                Learn(item);
        }
        else if (value is JsonObject map)
        {
            foreach (var (name, child) in map)
            {
                if (name is "pod-template-hash" or "controller-revision-hash" && child.Text() is { Length: > 0 } text)
                {
                    var hash = text[(text.LastIndexOf('-') + 1)..];
                    if (!hashes.Contains(hash) && !hash.Contains('<', StringComparison.Ordinal))
                        hashes.Add(hash);
                }

                Learn(child);
            }
        }
    }

    private void Ages(JsonObject table)
    {
        foreach (var column in table.Objects("columnDefinitions"))
            column.Remove("description");
        var own = table.Objects("columnDefinitions").Select(column => column.Text("type") == "date" ? "Age" : column.Text("name") ?? "").ToList();
        if (own.Count > 0)
            columns = own;
        foreach (var cells in table.Objects("rows").Select(row => row.List("cells")).OfType<JsonArray>())
        {
            for (var i = 0; i < cells.Count; i++)
            {
                if (cells[i].Text() is { } cell)
                    cells[i] = i < columns.Count && AgeColumns.Contains(columns[i]) ? AgeText.Replace(cell, match => match.Length == 0 ? "" : "<age>") : Ago.Replace(cell, "(<age> ago)");
            }
        }
    }

    private static void Managed(JsonNode? value, bool keep)
    {
        if (value is JsonArray list)
        {
            foreach (var item in list)
                Managed(item, keep);
        }
        else if (value is JsonObject map)
        {
            if (map.Map("metadata") is { } meta)
            {
                if (!keep)
                    meta.Remove("managedFields");
                else if (meta.List("managedFields") is { } entries)
                    foreach (var entry in entries.Where(entry => entry.Text("manager") is "kube-controller-manager" or "kube-scheduler" or "kwok").ToList())
                        entries.Remove(entry);
            }

            foreach (var (_, child) in map)
                Managed(child, keep);
        }
    }
}
