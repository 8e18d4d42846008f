using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Turns an operation's events into the streams of a cmdlet.</summary>
internal sealed class CmdletSink(PipelinePump pump, OptaCmdlet cmdlet, Func<PlanView, bool> confirm) : IOperationSink
{
    private readonly ProgressWriter progress = new(cmdlet);

    public void Report(StepEvent step)
    {
        if (step.Phase is StepPhase.Started or StepPhase.Done or StepPhase.Failed or StepPhase.Retrying)
            pump.Post(() => cmdlet.WriteVerbose(Describe(step)));

        pump.Post(() => progress.Show(step));
    }

    public void Report(Diagnostic diagnostic) => pump.Post(() =>
    {
        switch (diagnostic.Severity)
        {
            case Severity.Error:
                cmdlet.WriteError(ErrorRecords.From(diagnostic, cmdlet));
                break;
            case Severity.Warning:
                cmdlet.WriteWarning(diagnostic.ToString());
                break;
            default:
                cmdlet.WriteInformation(diagnostic, ["OptaPS"]);
                break;
        }
    });

    public void Detail(string message) => pump.Post(() => cmdlet.WriteVerbose(message));

    public async ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken) =>
        await pump.AskAsync(() => confirm(plan)).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Takes the progress bar away; called on the pipeline thread.</summary>
    public void Complete() => progress.Complete();

    private static string Describe(StepEvent step)
    {
        var text = $"{step.Phase}: {step.Action} {step.Address}";
        return step.Message is null ? text : $"{text}: {step.Message}";
    }
}
