using OptaPS.Engine.Events;
using OptaPS.Engine.Providers;

namespace OptaPS.Operations.Views;

/// <summary>Passes the engine's events on to a front.</summary>
internal sealed class EngineEvents(IOperationSink sink) : IProgress<EngineEvent>
{
    public void Report(EngineEvent value)
    {
        // What a stop left is told once, at the end, and not line by line.
        if (value.Kind == EngineEventKind.Planned || value is { Kind: EngineEventKind.Skipped, Failure.Code: "OPTA2502" })
            return;

        sink.Report(new StepEvent(Phase(value.Kind), value.Address, value.Action == PlannedAction.None ? "read" : value.Action.ToString().ToLowerInvariant())
        {
            Type = value.Type.ToString(),
            Message = value.Message ?? value.Failure?.Message,
            Elapsed = value.Elapsed,
            Completed = value.Completed,
            Total = value.Total,
        });
    }

    private static StepPhase Phase(EngineEventKind kind) => kind switch
    {
        EngineEventKind.Started => StepPhase.Started,
        EngineEventKind.Retrying => StepPhase.Retrying,
        EngineEventKind.Done => StepPhase.Done,
        EngineEventKind.Failed => StepPhase.Failed,
        EngineEventKind.Skipped => StepPhase.Skipped,
        _ => StepPhase.Progress,
    };
}
