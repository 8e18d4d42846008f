using System.Diagnostics;

namespace OptaPS.Engine.Locking;

/// <summary>The process that holds a lock, as far as this host knows it.</summary>
internal static class HolderProcess
{
    /// <summary>
    /// Whether the holder's process runs on this host. One that does not may still live in another container of the same name: only the lock's end
    /// tells that it is dead.
    /// </summary>
    public static bool IsThere(LeaseInfo held)
    {
        if (held.Host != Environment.MachineName)
            return false;
        try
        {
            using var process = Process.GetProcessById(held.ProcessId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
