using System.ComponentModel;
using System.Management.Automation;
using OptaPS.Diagnostics;

namespace OptaPS.PowerShell.Jobs;

/// <summary>What both jobs of this module share: a stop is graceful, and there is no suspension.</summary>
public abstract class GracefulJob : Job2
{
    private protected GracefulJob(string command, string name)
        : base(command, name) => PSJobTypeName = "OptaJob";

    /// <inheritdoc/>
    public override string Location => "localhost";

    /// <inheritdoc/>
    public override string StatusMessage => JobStateInfo.State.ToString();

    /// <inheritdoc/>
    public override void StartJobAsync()
    {
        StartJob();
        OnStartJobCompleted(Done());
    }

    /// <inheritdoc/>
    public override void StopJobAsync()
    {
        RequestStop();
        _ = Task.Run(() =>
        {
            StopJob();
            OnStopJobCompleted(Done());
        });
    }

    /// <inheritdoc/>
    public override void StopJob(bool force, string reason) => StopJob();

    /// <inheritdoc/>
    public override void StopJobAsync(bool force, string reason) => StopJobAsync();

    /// <inheritdoc/>
    public override void SuspendJob() => throw Refusal();

    /// <inheritdoc/>
    public override void SuspendJob(bool force, string reason) => throw Refusal();

    /// <inheritdoc/>
    public override void SuspendJobAsync() => throw Refusal();

    /// <inheritdoc/>
    public override void SuspendJobAsync(bool force, string reason) => throw Refusal();

    /// <inheritdoc/>
    public override void ResumeJob() => throw Refusal();

    /// <inheritdoc/>
    public override void ResumeJobAsync() => throw Refusal();

    /// <inheritdoc/>
    public override void UnblockJob() => throw Refusal();

    /// <inheritdoc/>
    public override void UnblockJobAsync() => throw Refusal();

    /// <summary>Asks what runs to reach a durable point and end; does not wait.</summary>
    internal abstract void RequestStop();

    private static AsyncCompletedEventArgs Done() => new(error: null, cancelled: false, userState: null);

    private static OptaException Refusal() => new(FrontErrors.NoSuspension());
}
