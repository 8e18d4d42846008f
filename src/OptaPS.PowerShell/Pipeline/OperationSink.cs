using System.Collections.Concurrent;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Turns an operation's events into the streams of a cmdlet or job.</summary>
/// <param name="streams">Where to write.</param>
/// <param name="progress">Shows how far the work is.</param>
/// <param name="confirm">Decides on the plan.</param>
/// <param name="subject">What the operation works on; the target of error records that name no resource.</param>
/// <param name="stop">Cancelled when the pipeline or job is being stopped.</param>
internal sealed class OperationSink(
    IOperationStreams streams,
    ProgressBoard progress,
    Func<PlanView, CancellationToken, Task<bool>> confirm,
    object? subject,
    CancellationToken stop) : IOperationSink
{
    private readonly ConcurrentQueue<Diagnostic> lastWords = new();

    /// <summary>What was reported after the stop, when the streams no longer take anything: above all what is open.</summary>
    public IReadOnlyCollection<Diagnostic> LastWords => lastWords;

    /// <summary>Judges the plan by rules of the front; null when it has none.</summary>
    public Func<PlanView, CancellationToken, Task<IReadOnlyList<Diagnostic>>>? Judge { get; init; }

    public bool IsRehearsal { get; init; }

    public void Report(StepEvent step)
    {
        if (step.Phase is StepPhase.Started or StepPhase.Done or StepPhase.Failed or StepPhase.Retrying)
            streams.Verbose(Describe(step));

        progress.Show(step);
    }

    public void Report(Diagnostic diagnostic)
    {
        if (stop.IsCancellationRequested)
        {
            lastWords.Enqueue(diagnostic);
            return;
        }

        switch (diagnostic.Severity)
        {
            case Severity.Error:
                streams.Error(ErrorRecords.From(diagnostic, subject));
                break;
            case Severity.Warning:
                streams.Warning(ErrorRecords.Text(diagnostic));
                break;
            default:
                streams.Information(diagnostic);
                break;
        }
    }

    public void Detail(string message) => streams.Verbose(message);

    public async ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken)
    {
        streams.Verbose($"Plan for {plan.EnvironmentName}{(plan.ServiceName is null ? "" : "/" + plan.ServiceName)} on {plan.Target}: {plan.Summary}");
        return await confirm(plan, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<Diagnostic>> JudgeAsync(PlanView plan, CancellationToken cancellationToken) =>
        Judge is null ? [] : await Judge(plan, cancellationToken).ConfigureAwait(false);

    private static string Describe(StepEvent step)
    {
        var text = $"{step.Phase}: {step.Action} {step.Address}";
        if (step.Phase == StepPhase.Done)
            text += $" in {step.Elapsed.TotalSeconds:0.0} s";
        return step.Message is null ? text : $"{text}: {step.Message}";
    }
}
