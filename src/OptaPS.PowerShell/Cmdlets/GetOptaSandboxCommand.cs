using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Lists sandboxes of this user and whether they run, or with -Traffic the calls between workloads in them.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaSandbox")]
[OutputType(typeof(SandboxInfo), typeof(SandboxTraffic), typeof(SandboxPage))]
public sealed class GetOptaSandboxCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the sandbox; wildcards are allowed. All when left out.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SandboxCompleter))]
    public string Name { get; set; } = "*";

    /// <summary><para type="description">Return each edge of the traffic in running sandboxes: requests, success rate, latency, identities, and why calls were refused.</para></summary>
    [Parameter]
    public SwitchParameter Traffic { get; set; }

    /// <summary><para type="description">Return a link to the web page of each running sandbox. It works once and for a minute.</para></summary>
    [Parameter]
    public SwitchParameter Page { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new GetSandboxRequest(Target() with { Sandbox = null })) is not { } found)
            return;

        var pattern = new WildcardPattern(Name, WildcardOptions.IgnoreCase);
        foreach (var sandbox in found.Where(s => pattern.IsMatch(s.Name)))
        {
            if (!Traffic && !Page)
                WriteObject(sandbox);
            else if (sandbox.Status == "Running")
                Look(sandbox.Name);
        }
    }

    private void Look(string name)
    {
        var target = Target() with { Sandbox = name };
        if (Page && Run(new GetSandboxPageRequest(target)) is { } page)
            WriteObject(page);
        if (Traffic && Run(new GetSandboxTrafficRequest(target)) is { } edges)
            WriteObject(edges, enumerateCollection: true);
    }
}
