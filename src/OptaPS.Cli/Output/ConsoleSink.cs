using System.Text.Json;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Cli.Output;

/// <summary>Prints an operation's events and asks for leave to carry out a plan.</summary>
internal sealed class ConsoleSink(TextWriter error, OutputFormat format, bool autoApprove) : IOperationSink
{
    private readonly Lock gate = new();

    public void Report(StepEvent step)
    {
        if (format == OutputFormat.Json)
        {
            Line(JsonSerializer.Serialize(new { @event = "step", step }, OptaJson.Line));
            return;
        }

        var text = step.Phase switch
        {
            StepPhase.Started => $"  {step.Action,-8} {step.Address} ...",
            StepPhase.Retrying => $"  retrying {step.Address}: {step.Message}",
            StepPhase.Done => $"  {step.Action,-8} {step.Address} done in {step.Elapsed.TotalSeconds:0.0} s",
            StepPhase.Failed => $"  {step.Action,-8} {step.Address} FAILED: {step.Message}",
            StepPhase.Skipped => $"  skipped  {step.Address}: {step.Message}",
            _ => null,
        };
        if (text is not null)
            Line(text);
    }

    public void Report(Diagnostic diagnostic)
    {
        lock (gate)
            new DiagnosticWriter(error, format).Write([diagnostic]);
    }

    public void Detail(string message)
    {
        if (format == OutputFormat.Json)
            Line(JsonSerializer.Serialize(new { @event = "detail", message }, OptaJson.Line));
    }

    public async ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table)
        {
            lock (gate)
                PlanWriter.Write(plan, error, detail: false);
        }

        if (autoApprove)
            return true;

        if (Console.IsInputRedirected)
        {
            throw new OptaException(new Diagnostic("OPTA7002", Severity.Error, "The plan needs a confirmation and nobody is there to give it.")
            {
                Category = DiagnosticCategory.InvalidArgument,
                Remedy = "Look at the plan with 'opta plan', then add --auto-approve.",
            });
        }

        // Reading a console cannot be cancelled; a stop does not wait for it.
        await error.WriteAsync("Carry out this plan? Only 'yes' is taken: ".AsMemory(), cancellationToken);
        var answer = await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return string.Equals(answer?.Trim(), "yes", StringComparison.Ordinal);
    }

    private void Line(string text)
    {
        lock (gate)
            error.WriteLine(text);
    }
}
