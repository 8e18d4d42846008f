using OptaPS.Cli.Output;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Cli.Demo;

/// <summary>Says yes to plans and shows warnings and retries only: the demo prints its own table.</summary>
internal sealed class QuietSink(TextWriter error) : IOperationSink
{
    public void Report(StepEvent step)
    {
        // The table shows whole steps; single resources would hide it.
    }

    public void Report(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Error)
            new DiagnosticWriter(error, OutputFormat.Table).Write([diagnostic]);
    }

    public void Detail(string message)
    {
        // Nobody asked for detail.
    }

    public ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken) => ValueTask.FromResult(true);
}
