using System.Collections.Concurrent;

namespace OptaPS.Kubernetes.Provider;

/// <summary>
/// How long this process has waited on each handle, by a clock that nobody sets: the moment in a handle is for people, and may be from before this
/// machine's clock was corrected. A wait that an earlier process began is given its whole time again.
/// </summary>
internal sealed class WaitedTimes(TimeProvider time)
{
    private readonly ConcurrentDictionary<WaitHandle, long> began = new();

    /// <summary>The time since the handle was asked about first.</summary>
    public TimeSpan Of(WaitHandle handle) => time.GetElapsedTime(began.GetOrAdd(handle, _ => time.GetTimestamp()));
}
