using System.Management.Automation;
using OptaPS.Objects;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Throws unless a plan keeps to what is expected of it.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Assert, "OptaPlan")]
[OutputType(typeof(PlanView))]
public sealed class AssertOptaPlanCommand : AssertionCmdlet
{
    /// <summary><para type="description">The plan, from Get-OptaPlan or -WhatIf.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PlanView InputObject { get; set; } = null!;

    /// <summary><para type="description">The plan must change nothing.</para></summary>
    [Parameter]
    public SwitchParameter NoChange { get; set; }

    /// <summary><para type="description">The plan must replace and delete nothing.</para></summary>
    [Parameter]
    public SwitchParameter NoLoss { get; set; }

    /// <summary><para type="description">Addresses that may change; wildcards are allowed. Any other change is a failure.</para></summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? OnlyAddress { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var changes = InputObject.Items.Where(item => item.Action != "None").ToList();
        var problems = new List<string>();
        if (NoChange)
            problems.AddRange(changes.Select(item => $"{item.Action} {item.Address}"));
        if (NoLoss)
            problems.AddRange(changes.Where(item => item.Action is "Replace" or "Delete").Select(item => $"{item.Action} {item.Address}"));
        if (OnlyAddress is not null)
            problems.AddRange(changes.Where(item => !OnlyAddress.Any(pattern => new WildcardPattern(pattern).IsMatch(item.Address))).Select(item => $"{item.Action} {item.Address}, which is none of {string.Join(", ", OnlyAddress)}"));
        Judge(InputObject, $"Plan for {InputObject.EnvironmentName}{(InputObject.ServiceName is null ? "" : "/" + InputObject.ServiceName)}", [.. problems.Distinct(StringComparer.Ordinal)]);
    }
}
