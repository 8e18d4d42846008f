using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Operations.Sandboxes;

/// <summary>What a serving process writes about itself into <c>sandbox.json</c>.</summary>
internal sealed record SandboxDescription
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Identity of the world.</summary>
    public string World { get; init; } = "";

    /// <summary>The serving process.</summary>
    [JsonPropertyName("pid")]
    public int ProcessId { get; init; }

    /// <summary>When that process started; with the id it names one process.</summary>
    [JsonPropertyName("processStartTime")]
    public DateTimeOffset ProcessStarted { get; init; }

    /// <summary>The same in seconds after this machine's start, which stays what it is when the clock is set.</summary>
    [JsonPropertyName("processStartUptime")]
    public double ProcessStartUptime { get; init; }

    /// <summary>Base address of the control API.</summary>
    public Uri? ControlUrl { get; init; }

    /// <summary>Bearer token of the control API.</summary>
    public string ControlToken { get; init; } = "";

    /// <summary>The sandbox's certificate authority as PEM.</summary>
    public string CaCertificates { get; init; } = "";

    /// <summary>The same in a file, for programs that want one.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>Service addresses by name.</summary>
    public Dictionary<string, Uri> Services { get; init; } = [];

    /// <summary>The made-up account.</summary>
    public AwsAccess Aws { get; init; } = new();

    /// <summary>Chart repositories: published address to served address.</summary>
    public Dictionary<string, Uri> ChartRepositories { get; init; } = [];

    /// <summary>The lock of the charts that are served.</summary>
    public string? ChartLockFile { get; init; }

    /// <summary>Where load balancers' ports are reached.</summary>
    public Dictionary<string, string> EntryAddresses { get; init; } = [];

    /// <summary>Base address of the services.</summary>
    [JsonIgnore]
    public Uri? BaseAddress => Services.GetValueOrDefault("aws:sts") ?? ControlUrl;

    /// <summary>Reads a description, or null when there is none.</summary>
    public static async Task<SandboxDescription?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<SandboxDescription>(stream, Json, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // None, or half of one from a process that was killed while it wrote.
            return null;
        }
    }

    /// <summary>The endpoints that the product works with.</summary>
    public EndpointSet ToEndpoints(SandboxFolder folder) => new($"sandbox:{folder.Name}")
    {
        LocalKubeconfig = File.Exists(folder.LocalKubeconfig) ? folder.LocalKubeconfig : null,
        World = World,
        Services = Services,
        CaCertificates = CaCertificates,
        AwsCredentials = new AwsCredentialPair(Aws.AccessKeyId, new Secret(Aws.SecretAccessKey)),
        ChartRepositories = ChartRepositories,
        ChartLockFile = ChartLockFile,
        EntryAddresses = EntryAddresses,
    };

    /// <summary>Variables that point an unmodified aws program at the sandbox.</summary>
    public IReadOnlyDictionary<string, string> AwsVariables() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ENDPOINT_URL"] = BaseAddress?.ToString().TrimEnd('/') ?? "",
        ["AWS_CA_BUNDLE"] = CaFile,
        ["AWS_ACCESS_KEY_ID"] = Aws.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = Aws.SecretAccessKey,
        ["AWS_REGION"] = Aws.Region,
        ["AWS_DEFAULT_REGION"] = Aws.Region,
    };

    /// <summary>A client of the control API.</summary>
    public HttpClient CreateControlClient()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPem(CaCertificates);
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } })
        {
            BaseAddress = ControlUrl,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ControlToken);
        return client;
    }

    /// <summary>The made-up AWS account of a sandbox.</summary>
    internal sealed record AwsAccess
    {
        /// <summary>The access key's public part.</summary>
        public string AccessKeyId { get; init; } = "";

        /// <summary>Its private part; it opens nothing but this sandbox.</summary>
        public string SecretAccessKey { get; init; } = "";

        /// <summary>The region.</summary>
        public string Region { get; init; } = "us-east-1";
    }
}
