using System.Management.Automation;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell;

/// <summary>Base of the cmdlets that set or lift the protection of recorded resources.</summary>
public abstract class ProtectionCmdlet : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment, or the path of its file.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">The resources, as a plan shows them.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [];

    /// <summary><para type="description">The service; the environment itself when left out.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string? ServiceName { get; set; }

    /// <summary>Asks, sets or lifts the protection, and writes what has it now.</summary>
    /// <param name="action">What is asked for, as a phrase.</param>
    /// <param name="protect">False to lift the protection.</param>
    internal void SetProtection(string action, bool protect)
    {
        if (!Ask($"{EnvironmentName}: {string.Join(", ", Address)}", action))
            return;
        var request = new ProtectResourceRequest(Target(), EnvironmentName, Address, protect) { Service = string.IsNullOrEmpty(ServiceName) ? null : ServiceName };
        if (Run(request) is { } done)
            WriteObject(done, enumerateCollection: true);
    }
}
