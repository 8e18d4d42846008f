using System.Collections;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Pipeline;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets that plan and apply: shows the real plan for -WhatIf and -Confirm.</summary>
public abstract class LayerCmdlet : OptaCmdlet
{
    /// <summary>
    /// <para type="description">Allow replacing or deleting resources that hold data.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AllowDataLoss { get; set; }

    /// <summary>Decides on a plan as -WhatIf, -Confirm and the confirm preference say. Runs on the pipeline thread.</summary>
    internal bool Approve(PlanView plan, string action)
    {
        var target = plan.ServiceName is null ? plan.EnvironmentName : $"{plan.EnvironmentName}/{plan.ServiceName}";
        return ShouldProcess($"{target} on {plan.Target} ({plan.Summary})", action);
    }

    /// <summary>Writes the result, or the plan when nothing was carried out on purpose.</summary>
    internal void WriteResult(ApplyResult? result)
    {
        if (result is null)
            return;

        WriteObject(result is { Status: "Planned", Plan: { } plan } ? plan : result);
    }

    /// <summary>Reads a <c>-Variable</c> hashtable.</summary>
    internal static IReadOnlyDictionary<string, string> Variables(Hashtable? table) => VariableTable.Read(table);
}
