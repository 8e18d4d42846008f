using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.Operations;

/// <summary>What a front gives to an operation: a place for events and an answer to questions. Members are called from any thread.</summary>
public interface IOperationSink
{
    /// <summary>True when the plan is only to be seen: an operation ends after it, also where it finds nothing to change, and records nothing.</summary>
    bool IsRehearsal => false;

    /// <summary>Something began, went on, or ended.</summary>
    void Report(StepEvent step);

    /// <summary>Something to tell that does not end the operation (warnings, information).</summary>
    void Report(Diagnostic diagnostic);

    /// <summary>A decision or detail for the verbose stream.</summary>
    void Detail(string message);

    /// <summary>Lets the front judge the plan by rules of its own (policy scripts). An error among the findings stops the run before the first change.</summary>
    ValueTask<IReadOnlyList<Diagnostic>> JudgeAsync(PlanView plan, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Diagnostic>>([]);

    /// <summary>Shows the plan and asks whether to carry it out. An unattended front answers by its parameters and never prompts.</summary>
    ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken);
}
