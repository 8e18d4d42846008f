using System.ComponentModel;
using System.Diagnostics;

namespace OptaPS.Sandbox.Hosting;

/// <summary>Completes when another process is gone.</summary>
internal static class ParentWatch
{
    public static async Task WaitForExitAsync(int pid, CancellationToken ct)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(ct);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // No such process, or one that may not be watched: both mean that nobody waits for this sandbox.
        }
    }
}
