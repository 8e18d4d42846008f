using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// Plants secrets in a world before its first run, and after the last one looks for them and for every secret that the runs made, in each form in
/// which one could have been written, in everything that they wrote: state, plans, outputs, errors, logs, temporary files, the cloud's request log.
/// </summary>
internal sealed class SecretSearch
{
    private static readonly string[] PlantedVariables = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_CLIENT_SECRET", "ARM_CLIENT_SECRET", "OPTA_STATE_PASSPHRASE", "DD_API_KEY"];
    private readonly ProgramWorld world;
    private readonly Dictionary<string, string> planted;

    public SecretSearch(ProgramWorld world)
    {
        this.world = world;
        planted = PlantedVariables.ToDictionary(name => name, name => $"canary/{name.ToLowerInvariant()}+{Guid.NewGuid():N}=", StringComparer.Ordinal);
        foreach (var (name, value) in planted)
            world.Variables[name] = value;
        world.Variables["AWS_ACCESS_KEY_ID"] = "AKIACANARYCANARY0000";

        // Temporary files lie in the world's folder, where they are searched; diagnostic pipes would block a reader.
        world.Variables["TMPDIR"] = Directory.CreateDirectory(Path.Combine(world.Folder, "tmp")).FullName;
        world.Variables["DOTNET_EnableDiagnostics"] = "0";
    }

    /// <summary>Makes further runs that write much, then searches.</summary>
    /// <param name="more">Results that the world does not know.</param>
    public async Task RunAsync(IReadOnlyList<ProgramResult> more)
    {
        await world.SucceedAsync("mesh", "install", "staging", "--auto-approve", "--output", "json");
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Error", ["status"] = 500, ["service"] = "kubernetes:*", ["mutatingOnly"] = true, ["count"] = 40 });
        using (var failing = world.StartSandboxed("deploy", "hello.yaml", "--auto-approve"))
            more = [.. more, await KilledAfterAsync(failing, TimeSpan.FromSeconds(3))];
        await world.DeleteControlAsync("faults");
        await world.SucceedAsync("plan", "env-aws.yaml", "--detail");
        await world.SucceedAsync("plan", "hello.yaml", "--output", "json", "--out", "hello.plan");
        await world.SucceedAsync("output", "staging", "--output", "json");
        await world.SucceedAsync("drift", "staging", "--output", "json");
        await world.SucceedAsync("kubeconfig", "staging");

        var secrets = await SecretsAsync();
        Assert.True(secrets.Count >= PlantedVariables.Length + 9, $"only {secrets.Count} secrets are known");
        var written = Written(more).ToList();
        written.Add(("the request log", (await world.ControlAsync("requests?limit=100000")).ToJsonString()));
        Assert.Contains(written, place => Path.GetFileName(place.Place).StartsWith("journal-", StringComparison.Ordinal) || Path.GetFileName(place.Place).StartsWith("snapshot-", StringComparison.Ordinal));
        Assert.Contains(written, place => Path.GetFileName(place.Place) == "hello.plan");
        var found = written.SelectMany(place => secrets.Where(secret => Forms(secret.Value).Any(form => place.Text.Contains(form, StringComparison.Ordinal))).Select(secret => $"{secret.Key} in {place.Place}")).ToList();
        Assert.True(found.Count == 0, string.Join("\n", found));

        // The search sees what it looks for, in every form.
        var sample = secrets.First().Value;
        string[] samples = [sample, Convert.ToBase64String(Encoding.UTF8.GetBytes($"x{sample}")), Convert.ToBase64String(Encoding.UTF8.GetBytes($"ab: {sample}\n")), Uri.EscapeDataString(sample)];
        Assert.All(samples, text => Assert.Contains(Forms(sample), form => text.Contains(form, StringComparison.Ordinal)));
    }

    private static async Task<ProgramResult> KilledAfterAsync(System.Diagnostics.Process process, TimeSpan lifetime)
    {
        var ended = ProgramWorld.FinishAsync(process);
        await Task.WhenAny(ended, Task.Delay(lifetime));
        if (!process.HasExited)
            process.Kill();
        return await ended;
    }

    private IEnumerable<(string Place, string Text)> Written(IReadOnlyList<ProgramResult> more)
    {
        foreach (var (result, i) in world.Results.Concat(more).Select((result, i) => (result, i)))
            yield return ($"run {i}: {result.Output[..Math.Min(60, result.Output.Length)]}", result.Output + result.Error);

        // The sandbox's own data folder is the cloud itself.
        var cloud = Path.Combine(world.Home, "sandboxes", "e2e", "data") + Path.DirectorySeparatorChar;
        foreach (var path in Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(cloud, StringComparison.Ordinal)))
        {
            var bytes = File.ReadAllBytes(path);
            yield return (path, Encoding.Latin1.GetString(bytes));
            if (bytes is [0x1f, 0x8b, ..])
                yield return (path, Unpacked(bytes));
        }
    }

    private static string Unpacked(byte[] bytes)
    {
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            gzip.CopyTo(plain);
        return Encoding.Latin1.GetString(plain.ToArray());
    }

    /// <summary>What was planted, the credentials of the sandbox, and what lies in the cluster's Secrets.</summary>
    private async Task<Dictionary<string, string>> SecretsAsync()
    {
        var secrets = new Dictionary<string, string>(planted, StringComparer.Ordinal)
        {
            ["the secret access key"] = world.Description["aws"]!["secretAccessKey"]!.GetValue<string>(),
            ["a private key"] = "BEGIN PRIVATE KEY-----",
            ["a private EC key"] = "BEGIN EC PRIVATE KEY-----",
            ["a private RSA key"] = "BEGIN RSA PRIVATE KEY-----",
            ["a cluster token"] = "k8s-aws-v1.",
        };
        using var cluster = await ClusterReader.ConnectAsync(world);
        foreach (var item in (JsonArray)(await cluster.GetAsync("api/v1/secrets"))["items"]!)
        {
            // A release record is a document; what is secret in it is in the other Secrets.
            if (item!["type"]?.GetValue<string>() == "helm.sh/release.v1")
                continue;
            foreach (var (name, value) in item["data"] as JsonObject ?? [])
            {
                var text = Encoding.UTF8.GetString(Convert.FromBase64String(value!.GetValue<string>()));
                if (text.Length >= 16 && !text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
                    secrets[$"{item["metadata"]!["namespace"]}/{item["metadata"]!["name"]} {name}"] = text;
            }
        }

        return secrets;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        // Of a key in PEM form lines of the middle are searched too: it could be written without its frame or with other line ends.
        var body = secret.Contains("-----", StringComparison.Ordinal) ? secret.Split('\n').Where(line => line.Length >= 40 && !line.StartsWith("-----", StringComparison.Ordinal)).Take(2) : [];
        string[] forms = [secret, .. body];
        return forms.SelectMany(form => (IEnumerable<string>)[form, .. Base64Forms(form), Uri.EscapeDataString(form), System.Text.Json.JsonEncodedText.Encode(form).ToString()]).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Base64 at each of the three places in which a text can begin in what is encoded, without the characters that depend on what stands around it.</summary>
    private static IEnumerable<string> Base64Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var skip = 0; skip < 3; skip++)
        {
            var whole = (bytes.Length - skip) / 3 * 3;
            yield return Convert.ToBase64String(bytes, skip, whole);
        }
    }
}
