using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Kubernetes.Http;

/// <summary>A call to a cluster failed. Converts to what users and the engine see.</summary>
public sealed class KubernetesException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="failure">What kind of failure.</param>
    /// <param name="message">What is wrong, in one sentence, naming the object or the endpoint.</param>
    /// <param name="innerException">The cause on our side, or null.</param>
    public KubernetesException(KubernetesFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>What kind of failure.</summary>
    public KubernetesFailure Failure { get; }

    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>The server's machine-readable reason, for example <c>Invalid</c>; empty when it gave none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server's own words, or those of the network layer.</summary>
    public string? Cause { get; init; }

    /// <summary>The single reasons with field paths.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>What the call was about, for example <c>Deployment hello/app</c>; null for calls without an object.</summary>
    public string? Object { get; init; }

    /// <summary>The server's audit id or request id.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the server asks to wait before a repeat.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the call may have had an effect although no answer came.</summary>
    public bool EffectUnknown { get; init; }

    /// <summary>The server's whole Status document, when it sent one.</summary>
    public JsonObject? StatusDocument { get; init; }

    /// <summary>A remedy that fits better than the usual one, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>Fields of an apply that other managers own.</summary>
    public IReadOnlyList<FieldConflict> Conflicts => FieldConflictReader.Read(Causes);

    /// <summary>The finding for the user.</summary>
    /// <param name="resource">Address of the resource concerned, or null for <see cref="Object"/>.</param>
    public Diagnostic ToDiagnostic(string? resource = null) => new(FailureTable.CodeOf(Failure), Severity.Error, Message)
    {
        Resource = resource ?? Object,
        Cause = Cause,
        RequestId = RequestId,
        Evidence = [.. Causes.Select(cause => cause.Field is null ? cause.Message : $"{cause.Field}: {cause.Message}")],
        Remedy = Remedy ?? FailureTable.RemedyOf(Failure),
        Category = FailureTable.CategoryOf(Failure),
    };

    /// <summary>The failure for the engine, with what it may do.</summary>
    /// <param name="resource">Address of the resource concerned.</param>
    /// <param name="changesNothing">True when the call only reads: an unreachable cluster is then given up soon, because nothing was begun.</param>
    public ProviderException ToProviderException(string? resource = null, bool changesNothing = false) =>
        new(new ProviderFailure(ToDiagnostic(resource), EffectUnknown ? RetryAdvice.ReadFirst : FailureTable.AdviceOf(Failure)) 
        {
            RetryAfter = RetryAfter,
            RetryFor = changesNothing && Failure is (KubernetesFailure.Unreachable or KubernetesFailure.ConnectionLost) ? TimeSpan.FromSeconds(8) : null,
        }, this);

    /// <summary>The exception for a front.</summary>
    public OptaException ToOptaException(string? resource = null) => new(ToDiagnostic(resource), this);
}
