using System.Runtime.CompilerServices;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Numbers for progress records, so that commands and jobs that run at the same time do not overwrite each other's.</summary>
internal static class CallIds
{
    /// <summary>A number with room for the rows of one board after it.</summary>
    public static int Next(object owner) => 1 + (RuntimeHelpers.GetHashCode(owner) & 0x00FF_FFFF) * 16;
}
