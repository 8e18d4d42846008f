using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Operations;
using OptaPS.PowerShell.Pipeline;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets that plan and apply: shows the real plan for -WhatIf and -Confirm.</summary>
public abstract class LayerCmdlet : LongCmdlet
{
    /// <summary>
    /// <para type="description">Allow replacing or deleting resources that hold data.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AllowDataLoss { get; set; }

    /// <summary>Runs an operation that has a plan, here or as a part of the job.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="subject">What it works on, as a person names it.</param>
    /// <param name="action">What is asked for, as a phrase.</param>
    /// <param name="output">The objects to write for a result.</param>
    internal void Execute<TResult>(IOperationRequest<TResult> request, string subject, string action, Func<TResult, IEnumerable<object>> output)
        where TResult : class
    {
        // The plan of a rehearsal is wanted now; a job is for work.
        if (Job is not null && !Attendance.IsRehearsal(this))
        {
            if (Ask(subject, action))
                AddToJob(request, subject, output);
            return;
        }

        if (Run(request, plan => Approve(plan, action), subject) is not { } result)
            return;

        foreach (var item in output(result))
            WriteObject(item);
    }

    /// <summary>Decides on a plan as -WhatIf, -Confirm and the confirm preference say. Runs on the pipeline thread.</summary>
    internal bool Approve(PlanView plan, string action)
    {
        var target = plan.ServiceName is null ? plan.EnvironmentName : $"{plan.EnvironmentName}/{plan.ServiceName}";
        return Ask($"{target} on {plan.Target} ({plan.Summary})", action);
    }

    /// <summary>The result, or the plan when nothing was carried out on purpose.</summary>
    internal static IEnumerable<object> ResultOrPlan(ApplyResult result) => [result is { Status: "Planned", Plan: { } plan } ? plan : result];

    /// <summary>Writes the result, or the plan when nothing was carried out on purpose.</summary>
    internal void WriteResult(ApplyResult? result)
    {
        if (result is not null)
            WriteObject(ResultOrPlan(result), enumerateCollection: true);
    }

    /// <summary>Reads a <c>-Variable</c> hashtable.</summary>
    internal static IReadOnlyDictionary<string, string> Variables(Hashtable? table) => VariableTable.Read(table);
}
