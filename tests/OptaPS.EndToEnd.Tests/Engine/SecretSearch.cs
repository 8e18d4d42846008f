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
    private readonly HashSet<string> theirs = new(StringComparer.Ordinal);

    public SecretSearch(ProgramWorld world)
    {
        this.world = world;
        planted = PlantedVariables.ToDictionary(name => name, Canary, StringComparer.Ordinal);
        foreach (var (name, value) in planted)
            world.Variables[name] = value;
        world.Variables["AWS_ACCESS_KEY_ID"] = "AKIACANARYCANARY0000";

        // Temporary files lie in the world's folder, where they are searched; diagnostic pipes would block a reader.
        world.Variables["TMPDIR"] = Directory.CreateDirectory(Path.Combine(world.Folder, "tmp")).FullName;
        world.Variables["DOTNET_EnableDiagnostics"] = "0";
    }

    /// <summary>A new secret that is found nowhere else.</summary>
    public static string Canary(string name) => $"canary/{name.ToLowerInvariant()}+{Guid.NewGuid():N}=";

    /// <summary>Makes a value known as a secret that the user wrote; the files of the user's own in which it stands are not searched.</summary>
    public void Plant(string name, string secret, params string[] files)
    {
        planted.Add(name, secret);
        theirs.UnionWith(files);
    }

    /// <summary>Searches everything that the world's runs wrote.</summary>
    /// <param name="more">Results that the world does not know.</param>
    /// <param name="made">How many secrets beside the planted ones there are at least.</param>
    /// <param name="expected">Beginnings of names of files that must be among those searched.</param>
    public async Task RunAsync(IReadOnlyList<ProgramResult> more, int made, params string[] expected)
    {
        var secrets = await SecretsAsync();
        Assert.True(secrets.Count >= planted.Count + made, $"only {secrets.Count} secrets are known: {string.Join(", ", secrets.Keys)}");
        var patterns = new SecretPatterns(secrets);
        var found = new List<string>();
        foreach (var (result, i) in world.Results.Concat(more).Select((result, i) => (result, i)))
            Note($"run {i}: {result.Output[..Math.Min(60, result.Output.Length)]}", InText(patterns, result.Output + "\n" + result.Error));
        Note("the request log", patterns.In((await world.ControlAsync("requests?limit=100000")).ToJsonString()));

        var files = Files().ToList();
        Assert.All(expected, beginning => Assert.Contains(files, path => Path.GetFileName(path).StartsWith(beginning, StringComparison.Ordinal)));
        foreach (var path in files)
            Note(path, path.EndsWith(".txt", StringComparison.Ordinal) ? InText(patterns, await File.ReadAllTextAsync(path)) : patterns.InFile(path));
        Assert.True(found.Count == 0, string.Join("\n", found));
        await CheckSightAsync(secrets, patterns);

        void Note(string place, IEnumerable<string> names) => found.AddRange(names.Select(name => $"{name} in {place}"));
    }

    /// <summary>What was meant for a screen may have been broken into lines.</summary>
    private static IEnumerable<string> InText(SecretPatterns patterns, string text) =>
        patterns.In(text).Union(patterns.In(string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)))), StringComparer.Ordinal);

    /// <summary>The search sees what it looks for, in every form, in plain and compressed files and where two pieces meet.</summary>
    private async Task CheckSightAsync(Dictionary<string, string> secrets, SecretPatterns patterns)
    {
        var (name, sample) = secrets.First();
        string[] texts =
        [
            sample, Convert.ToBase64String(Encoding.UTF8.GetBytes($"x{sample}")), Convert.ToBase64String(Encoding.UTF8.GetBytes($"ab: {sample}\n")),
            Uri.EscapeDataString(sample), Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(sample)), new string('-', (1 << 18) - 9) + sample,
        ];
        var path = Path.Combine(world.Folder, "sample");
        foreach (var text in texts)
        {
            var bytes = Encoding.Latin1.GetBytes("before " + text + " after");
            await File.WriteAllBytesAsync(path, bytes);
            Assert.Equal([name], patterns.InFile(path));
            await using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
                await packed.WriteAsync(bytes);
            Assert.Equal([name], patterns.InFile(path));
        }

        Assert.Equal([name], InText(patterns, sample[..20] + "\n    " + sample[20..]));
        File.Delete(path);
    }

    private IEnumerable<string> Files()
    {
        // The sandbox's own data folder is the cloud itself.
        var cloud = Path.Combine(world.Home, "sandboxes", "e2e", "data") + Path.DirectorySeparatorChar;
        return Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(cloud, StringComparison.Ordinal) && !theirs.Contains(path));
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
}
