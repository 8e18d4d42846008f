using System.Management.Automation;

namespace OptaPS.PowerShell.Jobs;

/// <summary>What both jobs of this module share: they run in this process, and a stop is graceful.</summary>
public abstract class GracefulJob : Job
{
    private protected GracefulJob(string command, string name)
        : base(command, name) => PSJobTypeName = "OptaJob";

    /// <inheritdoc/>
    public override string Location => "localhost";

    /// <inheritdoc/>
    public override string StatusMessage => JobStateInfo.State.ToString();

    /// <summary>Starts the work and returns.</summary>
    internal abstract void Begin();

    /// <summary>Asks what runs to reach a durable point and end; does not wait.</summary>
    internal abstract void RequestStop();
}
