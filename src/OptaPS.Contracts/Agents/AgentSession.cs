using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Agents;

/// <summary>
/// Follows one operation for the build system that runs it: passes every event on to the front's own sink, and writes logging commands and
/// result files. It stays silent for operations that have neither steps nor findings.
/// </summary>
public sealed class AgentSession : IOperationSink
{
    private readonly Lock gate = new();
    private readonly AgentSettings settings;
    private readonly IOperationSink inner;
    private readonly Action<string> writeLine;
    private readonly List<ReportCase> cases = [];
    private readonly List<Diagnostic> findings = [];
    private readonly string title;
    private int percent = -1;
    private bool open;

    private AgentSession(AgentSettings settings, string title, IOperationSink inner, Action<string> writeLine)
    {
        this.settings = settings;
        this.title = title;
        this.inner = inner;
        this.writeLine = writeLine;
    }

    /// <summary>Begins to follow an operation.</summary>
    /// <param name="settings">What the surroundings ask for.</param>
    /// <param name="title">The operation as a person names it.</param>
    /// <param name="inner">The front's own sink.</param>
    /// <param name="writeLine">Writes one line where the agent reads; called from any thread.</param>
    public static AgentSession Begin(AgentSettings settings, string title, IOperationSink inner, Action<string> writeLine) => new(settings, title, inner, writeLine);

    /// <inheritdoc/>
    public void Report(StepEvent step)
    {
        inner.Report(step);
        lock (gate)
        {
            if (!open && settings.Commands)
            {
                open = true;
                writeLine(AgentCommands.Group(title));
            }

            if (step.Phase is StepPhase.Done or StepPhase.Failed)
                cases.Add(new ReportCase($"{step.Action} {step.Address}", step.Phase == StepPhase.Failed ? step.Message ?? "failed" : null, step.Elapsed));
            ShowProgress(step);
        }
    }

    /// <inheritdoc/>
    public void Report(Diagnostic diagnostic)
    {
        inner.Report(diagnostic);
        if (diagnostic.Severity != Severity.Information)
            Note(diagnostic);
    }

    /// <inheritdoc/>
    public void Detail(string message) => inner.Detail(message);

    /// <inheritdoc/>
    public bool IsRehearsal => inner.IsRehearsal;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Diagnostic>> JudgeAsync(PlanView plan, CancellationToken cancellationToken) => inner.JudgeAsync(plan, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken) => inner.ConfirmAsync(plan, cancellationToken);

    /// <summary>Takes the operation's failure into the report.</summary>
    public void Fail(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Note(diagnostic);
    }

    /// <summary>Ends the report; <paramref name="result"/> is what the operation returned, or null after a failure.</summary>
    public void End(object? result)
    {
        lock (gate)
        {
            if (open)
                writeLine(AgentCommands.EndGroup());
            AddResult(result);
            if (settings is { Commands: true, Issues: true })
            {
                foreach (var finding in findings)
                    writeLine(AgentCommands.Issue(finding));
            }

            if (settings.ResultFolder is { } folder && (cases.Count > 0 || findings.Count > 0))
                WriteFiles(folder, result as ApplyResult ?? (result as MeshInfo)?.Result);
        }
    }

    private void Note(Diagnostic diagnostic)
    {
        lock (gate)
        {
            if (!findings.Contains(diagnostic))
                findings.Add(diagnostic);
        }
    }

    private void ShowProgress(StepEvent step)
    {
        var now = step.Total > 0 ? step.Completed * 100 / step.Total : -1;
        if (!settings.Commands || now <= percent)
            return;

        percent = now;
        writeLine(AgentCommands.Progress(now, $"{step.Completed} of {step.Total}"));
    }

    private void AddResult(object? result)
    {
        switch (result)
        {
            case IEnumerable<CheckResult> checks:
                foreach (var check in checks)
                {
                    cases.Add(new ReportCase($"{check.Check} {check.Path}", check.Passed ? null : check.Diagnostic?.ToString() ?? check.Message, TimeSpan.Zero));
                    if (!check.Passed && check.Diagnostic is { } diagnostic && !findings.Contains(diagnostic))
                        findings.Add(diagnostic);
                }

                break;
            case EndpointTest test:
                cases.Add(new ReportCase($"{test.ServiceName} {test.Uri}", test.Success ? null : $"{test.StatusCode} {test.Reason}", test.Duration));
                break;
        }

        // A failure outside of any step would otherwise look like an empty success.
        foreach (var error in findings.Where(f => f.Severity == Severity.Error && cases.TrueForAll(c => c.Failure is null)).Take(1).ToList())
            cases.Add(new ReportCase(title, error.ToString(), TimeSpan.Zero));
    }

    private void WriteFiles(string folder, ApplyResult? result)
    {
        Directory.CreateDirectory(folder);
        var name = $"TEST-opta-{Guid.NewGuid():n}";
        using (var file = new StreamWriter(Path.Combine(folder, name + ".xml")))
            JUnitReport.Write(file, title, cases);

        var summary = Path.GetFullPath(Path.Combine(folder, name + ".md"));
        File.WriteAllText(summary, MarkdownSummary.Make(title, result, cases, findings));
        if (settings.Commands)
            writeLine(AgentCommands.Summary(summary));
    }
}
