using System.Diagnostics;

namespace OptaPS.Operations.Sandboxes;

/// <summary>Where a sandbox of a name keeps its world, its description and the state made in it.</summary>
internal sealed class SandboxFolder(string homeFolder, string name)
{
    /// <summary>The sandbox's name.</summary>
    public string Name => name;

    /// <summary>All of it.</summary>
    public string Root { get; } = Path.Combine(homeFolder, "sandboxes", name);

    /// <summary>The world's data, the serving process's own.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>State of environments made in it.</summary>
    public string State => Path.Combine(Root, "state");

    /// <summary>The serving process's log.</summary>
    public string Log => Path.Combine(Root, "sandbox.log");

    /// <summary>Kubeconfig of the local cluster, once there is one.</summary>
    public string LocalKubeconfig => Path.Combine(Root, "local.kubeconfig");

    /// <summary>All sandboxes in a home folder.</summary>
    public static IEnumerable<SandboxFolder> All(string homeFolder)
    {
        var root = Path.Combine(homeFolder, "sandboxes");
        return Directory.Exists(root)
            ? Directory.EnumerateDirectories(root).Select(Path.GetFileName).Order(StringComparer.Ordinal).Select(n => new SandboxFolder(homeFolder, n!))
            : [];
    }

    /// <summary>Reads the description that the serving process wrote, or null when there is none or its process is gone.</summary>
    public async Task<SandboxDescription?> ReadRunningAsync(CancellationToken cancellationToken)
    {
        var description = await SandboxDescription.ReadAsync(Path.Combine(Data, "sandbox.json"), cancellationToken);
        return description is not null && IsAlive(description) ? description : null;
    }

    // A process id is reused in time; together with the start time it names one process. Where the system reckons that from its own start, setting the
    // clock moves it; where it is noted once, setting the clock moves the other reckoning.
    private static bool IsAlive(SandboxDescription description)
    {
        try
        {
            using var process = Process.GetProcessById(description.ProcessId);
            if (process.HasExited)
                return false;
            var started = process.StartTime.ToUniversalTime();
            var uptime = (started - TimeProvider.System.GetUtcNow().UtcDateTime).TotalSeconds + (Environment.TickCount64 / 1000.0);
            return Math.Abs((started - description.ProcessStarted.UtcDateTime).TotalSeconds) < 5 || Math.Abs(uptime - description.ProcessStartUptime) < 5;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
