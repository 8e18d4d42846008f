using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Redaction;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Events;

/// <summary>Sends redacted events to the sink, one at a time, and counts.</summary>
internal sealed class EventReporter(string layer, IProgress<EngineEvent>? sink, Redactor redactor, TimeProvider time)
{
    private readonly Lock gate = new();
    private int completed;

    /// <summary>Actions of the whole run.</summary>
    internal int Total { get; set; }

    internal void Report(EngineEventKind kind, string address, ResourceType type, PlannedAction action, string? message = null, TimeSpan elapsed = default, Diagnostic? failure = null)
    {
        lock (gate)
        {
            if (kind is EngineEventKind.Done or EngineEventKind.Failed or EngineEventKind.Skipped)
                completed++;
            sink?.Report(new EngineEvent(kind, layer, address, time.GetUtcNow())
            {
                Type = type,
                Action = action,
                Message = message is null ? null : redactor.Apply(message),
                Elapsed = elapsed,
                Completed = completed,
                Total = Total,
                Failure = failure is null ? null : redactor.Apply(failure),
            });
        }
    }
}
