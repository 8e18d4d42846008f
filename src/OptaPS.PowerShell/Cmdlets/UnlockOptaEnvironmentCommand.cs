using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Ends the lock of a run that is dead; what it may still try to write is refused.</para>
/// </summary>
[Cmdlet(VerbsCommon.Unlock, "OptaEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(LockInfo))]
public sealed class UnlockOptaEnvironmentCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment", "Name")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">The service whose lock is meant; the environment itself when left out.</para></summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <summary><para type="description">End a lock too that has not expired, although its holder may still work.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private const int MostShown = 10;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var name = string.IsNullOrEmpty(ServiceName) ? EnvironmentName : $"{EnvironmentName}/{ServiceName}";
        var service = string.IsNullOrEmpty(ServiceName) ? null : ServiceName;
        if (Run(new GetLockRequest(Target(), EnvironmentName)) is not { } locks)
            return;

        // What the next run takes over is part of the question.
        var held = locks.FirstOrDefault(info => info.ServiceName == service);
        if (!Ask(name, (Force ? "End the lock although its holder may still work" : "End the lock of a dead run") + Inherited(held)))
            return;

        var request = new UnlockRequest(Target(), EnvironmentName, service) { Force = Force };
        if (Run(request) is { } ended)
            WriteObject(ended);
    }

    private static string Inherited(LockInfo? held) => held is not { OpenIntents.Count: > 0 }
        ? ""
        : $"; the next run takes over {held.OpenIntents.Count} open: {string.Join(", ", held.OpenIntents.Take(MostShown))}{(held.OpenIntents.Count > MostShown ? $" and {held.OpenIntents.Count - MostShown} more" : "")}";
}
