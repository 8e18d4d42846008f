using OptaPS.Engine.Locking;
using OptaPS.Objects;

namespace OptaPS.Operations.Locks;

/// <summary>Shows locks to fronts.</summary>
internal static class LockViews
{
    public static LockInfo Of(string layer, LeaseInfo? lease, string target, DateTimeOffset now)
    {
        var name = LayerName.Parse(layer);
        var status = lease is null or { Released: true } ? "Free" : lease.Expires > now ? "Held" : "Expired";
        return lease is null
            ? new LockInfo(name.Environment, name.Service, target, status)
            : new LockInfo(name.Environment, name.Service, target, status)
            {
                Holder = lease.Holder,
                Operation = lease.Operation,
                Acquired = lease.Acquired,
                Expires = lease.Expires,
                Fence = lease.Fence,
                HostName = lease.Host,
                ProcessId = lease.ProcessId,
                Age = now - lease.Acquired,
            };
    }
}
