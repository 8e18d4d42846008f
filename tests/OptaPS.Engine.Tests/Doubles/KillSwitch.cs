namespace OptaPS.Engine.Tests.Doubles;

/// <summary>Ends a run at its n-th boundary: from there on nothing is written and no call has an effect.</summary>
internal sealed class KillSwitch
{
    private readonly int at;
    private int count;

    /// <param name="lab">Whose files and world are cut off.</param>
    /// <param name="at">The boundary, from 1; 0 for never.</param>
    internal KillSwitch(Lab lab, int at)
    {
        this.at = at;
        lab.Files.Boundary = Hit;
        lab.World.Before = (call, _) => Call(call);
        lab.World.After = (call, _) => Call(call);
    }

    internal bool Killed { get; private set; }

    internal static void Remove(Lab lab)
    {
        lab.Files.Boundary = null;
        lab.World.Before = null;
        lab.World.After = null;
    }

    private Task Call(TestWorld.Call call)
    {
        if (Killed || call.Verb is "create" or "update" or "delete" or "poll" or "find")
            Hit(call.Verb);
        return Task.CompletedTask;
    }

    private void Hit(string boundary)
    {
        if (Killed || Interlocked.Increment(ref count) == at)
        {
            Killed = true;
            throw new KilledException();
        }
    }

    internal sealed class KilledException() : Exception("the process was killed");
}
