using System.Globalization;
using System.Management.Automation;
using OptaPS.Objects;
using OptaPS.PowerShell.Completion;
using OptaPS.Requests;

namespace OptaPS.PowerShell.Cmdlets;

/// <summary>
/// <para type="synopsis">Makes a short-lived token for an environment's cluster; kubectl's exec plugin calls it with -ExecCredential.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "OptaClusterToken")]
[OutputType(typeof(ClusterToken), typeof(string))]
public sealed class GetOptaClusterTokenCommand : OptaCmdlet
{
    /// <summary><para type="description">Name of the environment.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Environment")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string EnvironmentName { get; set; } = "";

    /// <summary><para type="description">Write the ExecCredential document that kubectl reads; it holds the token in clear.</para></summary>
    [Parameter]
    public SwitchParameter ExecCredential { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Run(new GetClusterTokenRequest(Target(), EnvironmentName)) is not { } token)
            return;

        if (!ExecCredential)
        {
            WriteObject(token);
            return;
        }

        var expires = token.Expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        WriteObject($$$"""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{token.Token.Reveal()}}}","expirationTimestamp":"{{{expires}}}"}}""");
    }
}
