using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Sets a fault rule in a running sandbox: which requests go wrong, and how.</para>
/// <para type="description">A rule of the same id is replaced. Rules survive a restart of the sandbox, with their counts. Patterns take *.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "OptaSandboxFault", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SandboxFault))]
public sealed class SetOptaSandboxFaultCommand : OptaCmdlet
{
    /// <summary><para type="description">What the fault does.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public SandboxFaultKind Kind { get; set; }

    /// <summary><para type="description">Name of the rule; made by the sandbox when left out.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidatePattern("^[A-Za-z0-9_-]{0,60}$")]
    public string Id { get; set; } = "";

    /// <summary><para type="description">Pattern of the service: an AWS signing name such as s3 or cloudcontrolapi, or kubernetes:&lt;cluster&gt;.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string Service { get; set; } = "*";

    /// <summary><para type="description">Pattern of the operation.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string Operation { get; set; } = "*";

    /// <summary><para type="description">Pattern of the resource type or identifier.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string Resource { get; set; } = "*";

    /// <summary><para type="description">Only requests that can change state.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter MutatingOnly { get; set; }

    /// <summary><para type="description">How many matching requests pass before the first fault.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary><para type="description">How many requests are hit; 0 is without end.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, int.MaxValue)]
    public int Count { get; set; }

    /// <summary><para type="description">Chance that a matching request is hit.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0.0, 1.0)]
    public double Probability { get; set; } = 1;

    /// <summary><para type="description">Seed of the draws.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int Seed { get; set; } = 1;

    /// <summary><para type="description">Length of a latency, of a stale read or of a clock skew, in real milliseconds.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int DelayMilliseconds { get; set; } = 1000;

    /// <summary><para type="description">HTTP status of an error.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(500, 599)]
    public int Status { get; set; } = 500;

    /// <summary><para type="description">Error code of a failed operation.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Code { get; set; } = "GeneralServiceException";

    /// <summary><para type="description">Error text.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Message { get; set; } = "Injected by a sandbox fault rule";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var target = SandboxTarget();
        if (!Ask(target.Sandbox!, $"Set fault {Kind} on {Service} {Operation} {Resource}"))
            return;

        var fault = new SandboxFault(target.Sandbox!, Kind)
        {
            Id = Id,
            Service = Service,
            Operation = Operation,
            Resource = Resource,
            MutatingOnly = MutatingOnly,
            Skip = Skip,
            Count = Count,
            Probability = Probability,
            Seed = Seed,
            DelayMilliseconds = DelayMilliseconds,
            Status = Status,
            Code = Code,
            Message = Message,
        };
        if (Run(new SetSandboxFaultRequest(target, fault)) is { } set)
            WriteObject(set);
    }
}
