using System.Text.Json;
using System.Text.Json.Serialization;
using OptaPS.Diagnostics;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>What an operation needs to be continued by another process: plain data, no secrets.</summary>
internal sealed record ReleaseHandle
{
    /// <summary><c>install</c>, <c>upgrade</c>, <c>rollback</c> or <c>uninstall</c>.</summary>
    public required string Operation { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required int Revision { get; init; }

    /// <summary>The revision to go back to; 0 when there is none.</summary>
    public int Previous { get; init; }

    public required string Holder { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public double TimeoutSeconds { get; init; }

    public bool Wait { get; init; }

    public bool WaitForJobs { get; init; }

    public bool Atomic { get; init; }

    public bool CleanupOnFail { get; init; }

    public bool SkipHooks { get; init; }

    public bool ForceConflicts { get; init; }

    public bool KeepHistory { get; init; }

    public bool DeleteHookObjects { get; init; }

    public bool DeleteCrds { get; init; }

    public bool DeleteNamespace { get; init; }

    public int MaxHistory { get; init; }

    /// <summary>Keys of objects that this operation made, for clean-up: <c>apiVersion/Kind namespace name</c>.</summary>
    public IReadOnlyList<string> Created { get; init; } = [];

    /// <summary>The failure that this operation cleans up after; it is reported when the clean-up is done.</summary>
    public Diagnostic? Failure { get; init; }

    [JsonIgnore]
    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>The options that the operation was started with.</summary>
    public ReleaseOptions ToOptions(IProgress<string>? progress) => new()
    {
        Timeout = Timeout,
        Wait = Wait,
        WaitForJobs = WaitForJobs,
        Atomic = Atomic,
        CleanupOnFail = CleanupOnFail,
        SkipHooks = SkipHooks,
        ForceConflicts = ForceConflicts,
        MaxHistory = MaxHistory,
        Holder = Holder,
        Progress = progress,
    };

    /// <summary>A handle with an operation's options.</summary>
    public static ReleaseHandle Of(string operation, string @namespace, string name, int revision, DateTimeOffset now, ReleaseOptions options) => new()
    {
        Operation = operation,
        Namespace = @namespace,
        Name = name,
        Revision = revision,
        Holder = options.Holder,
        Started = now,
        Deadline = now + options.Timeout,
        TimeoutSeconds = options.Timeout.TotalSeconds,
        Wait = options.Wait || options.Atomic,
        WaitForJobs = options.WaitForJobs,
        Atomic = options.Atomic,
        CleanupOnFail = options.CleanupOnFail,
        SkipHooks = options.SkipHooks,
        ForceConflicts = options.ForceConflicts,
        MaxHistory = options.MaxHistory,
    };

    public string Write() => JsonSerializer.Serialize(this);

    /// <exception cref="OptaException">OPTA5505: the text is no handle.</exception>
    public static ReleaseHandle Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ReleaseHandle>(text) ?? throw new JsonException("The handle is empty.");
        }
        catch (JsonException e)
        {
            throw new OptaException(
                new Diagnostic("OPTA5505", Severity.Error, "The recorded handle of a release operation cannot be read.")
                {
                    Cause = e.Message,
                    Remedy = "Run the command again; the release is recovered from the cluster.",
                    Category = DiagnosticCategory.InvalidData,
                },
                e);
        }
    }
}
