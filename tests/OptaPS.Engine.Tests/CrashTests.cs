using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>A run that is killed at any boundary and run again converges, without duplicates and without help.</summary>
public sealed class CrashTests
{
    private static ResourceGraph First() => Lab.Graph(
        Lab.Node("vpc", "fixed", new JsonObject { ["Name"] = "net" }),
        Lab.Node("key", "tokenless", new JsonObject { ["Name"] = "key" }),
        Lab.Node("subnet", "thing", new JsonObject { ["Parent"] = Expression.Reference("vpc", "Id"), ["Password"] = "hunter2hunter2" }),
        Lab.Node("cluster", "slow", new JsonObject { ["Net"] = Expression.Reference("subnet", "$id"), ["Kms"] = Expression.Reference("key", "Id") }),
        Lab.Node("side", "beside", new JsonObject { ["Name"] = "one" })) with
    {
        Outputs = new Dictionary<string, JsonNode?> { ["cluster"] = Expression.Reference("cluster", "$id") },
    };

    private static ResourceGraph Second() => Lab.Graph(
        Lab.Node("vpc", "fixed", new JsonObject { ["Name"] = "other" }),
        Lab.Node("subnet", "thing", new JsonObject { ["Parent"] = Expression.Reference("vpc", "Id"), ["Password"] = "hunter3hunter3" }),
        Lab.Node("cluster", "slow", new JsonObject { ["Net"] = Expression.Reference("subnet", "$id") }),
        Lab.Node("side", "beside", new JsonObject { ["Name"] = "two" }),
        Lab.Node("late", "tokenless", new JsonObject { ["Side"] = Expression.Reference("side", "Id") }));

    [Fact]
    public async Task KilledAtAnyBoundaryOfACreate_OneRerunConverges_WithOneCreatePerResource()
    {
        var points = await ForEveryBoundaryAsync(
            _ => Task.CompletedTask,
            lab => lab.ApplyAsync(First()),
            lab =>
            {
                Assert.Equal(5, lab.World.Items.Count);
                Assert.Equal(5, lab.World.Created.Count);
                return Task.CompletedTask;
            });
        Assert.True(points > 30, $"only {points} boundaries were tried");
    }

    [Fact]
    public async Task KilledAtAnyBoundaryOfAChange_OneRerunConverges()
    {
        var points = await ForEveryBoundaryAsync(
            lab => lab.ApplyAsync(First()),
            lab => lab.ApplyAsync(Second()),
            async lab =>
            {
                Assert.Equal(["cluster", "late", "side", "subnet", "vpc"], lab.World.Items.Values.Select(item => item.Address).Order());
                Assert.Equal("other", lab.World.Items.Values.Single(item => item.Address == "vpc").Properties["Name"]!.GetValue<string>());
                Assert.False((await lab.PlanAsync(Second())).HasChanges);
                Assert.All((await lab.StateAsync()).Resources.Values, record => Assert.Null(record.Open));
            });
        Assert.True(points > 40, $"only {points} boundaries were tried");
    }

    [Fact]
    public async Task KilledAtAnyBoundaryOfADestroy_OneRerunRemovesEverything()
    {
        var points = await ForEveryBoundaryAsync(
            lab => lab.ApplyAsync(First()),
            lab => lab.DestroyAsync(),
            async lab =>
            {
                Assert.Empty(lab.World.Items);
                Assert.Null(await lab.Engine().ReadStateAsync(Lab.Layer));
            });
        Assert.True(points > 15, $"only {points} boundaries were tried");
    }

    [Fact]
    public async Task KilledDuringCreate_ThenDestroyed_LeavesNothing()
    {
        await ForEveryBoundaryAsync(
            _ => Task.CompletedTask,
            lab => lab.ApplyAsync(First()),
            async lab =>
            {
                await lab.DestroyAsync();
                Assert.Empty(lab.World.Items);
            },
            rerun: lab => lab.DestroyAsync());
    }

    [Fact]
    public async Task LastRecordTornAtEveryByte_IsCutOff_AndTheRerunConverges()
    {
        var kill = 0;
        var lengths = new List<int>();
        while (true)
        {
            // Finds the appends of a run: the boundary right behind each is the one at which a record can be torn.
            kill++;
            var probe = new Lab();
            var killer = new KillSwitch(probe, kill);
            await TryAsync(() => probe.ApplyAsync(First()));
            if (!killer.Killed)
                break;
            var lost = 0;
            probe.Files.Crash(bytes =>
            {
                lost = Math.Max(lost, bytes.Length);
                return [];
            });
            lengths.Add(lost);
        }

        var torn = lengths.Select((length, index) => (Length: length, Kill: index + 1)).Where(pair => pair.Length > 0).ToList();
        Assert.True(torn.Count > 5);
        var (most, at) = torn[torn.Count / 2];
        for (var kept = 0; kept <= most; kept++)
        {
            var lab = new Lab();
            _ = new KillSwitch(lab, at);
            await TryAsync(() => lab.ApplyAsync(First()));
            var length = kept;
            lab.Files.Crash(bytes => bytes[..Math.Min(length, bytes.Length)]);
            KillSwitch.Remove(lab);
            Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(First())).Status);
            Assert.Empty(lab.World.Duplicates);
            Assert.Equal(5, lab.World.Created.Count);
        }
    }

    [Fact]
    public async Task UnflushedWritesOutOfOrder_AreATornTail()
    {
        for (var kill = 1; kill < 40; kill++)
        {
            var lab = new Lab();
            _ = new KillSwitch(lab, kill);
            await TryAsync(() => lab.ApplyAsync(First()));

            // The end of what was not flushed is on the disk, its beginning is not.
            lab.Files.Crash(bytes => [.. new byte[bytes.Length / 2], .. bytes.Skip(bytes.Length / 2)]);
            KillSwitch.Remove(lab);
            Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(First())).Status);
            Assert.Equal(5, lab.World.Created.Count);
        }
    }

    [Fact]
    public async Task WithoutTheFlush_ACrashCausesDuplicates_SoTheTestsWouldSeeIt()
    {
        var lab = new Lab();
        lab.Files.FlushWorks = false;
        await lab.ApplyAsync(First());
        lab.Files.Crash();
        lab.Files.FlushWorks = true;
        await lab.ApplyAsync(First());
        Assert.NotEmpty(lab.World.Duplicates);
    }

    [Fact]
    public async Task WithoutFindBeforeCreate_AKillCausesDuplicates_SoTheTestsWouldSeeIt()
    {
        var duplicates = 0;
        for (var kill = 1; kill < 40; kill++)
        {
            var lab = new Lab();
            lab.World.FindsLostCreates = false;
            _ = new KillSwitch(lab, kill);
            await TryAsync(() => lab.ApplyAsync(First()));
            lab.Files.Crash();
            KillSwitch.Remove(lab);
            await TryAsync(() => lab.ApplyAsync(First()));
            duplicates += lab.World.Duplicates.Count();
        }

        Assert.True(duplicates > 0);
    }

    private static async Task<int> ForEveryBoundaryAsync(Func<Lab, Task> prepare, Func<Lab, Task<ApplyResult>> run, Func<Lab, Task> check, Func<Lab, Task<ApplyResult>>? rerun = null)
    {
        for (var kill = 1; ; kill++)
        {
            var lab = new Lab();
            await prepare(lab);
            var killer = new KillSwitch(lab, kill);
            await TryAsync(() => run(lab));
            var killed = killer.Killed;
            lab.Files.Crash();
            KillSwitch.Remove(lab);
            if (killed)
            {
                var result = await (rerun ?? run)(lab);
                Assert.True(result.Status == ApplyStatus.Done, $"after a kill at boundary {kill}: {string.Join("; ", result.Failures)}");
            }

            Assert.Empty(lab.World.Duplicates.Select(group => $"{group.Key} after a kill at boundary {kill}"));
            await check(lab);
            if (!killed)
                return kill - 1;
        }
    }

    private static async Task TryAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception exception) when (exception is OptaException or KillSwitch.KilledException)
        {
            // The end of the killed run.
        }
    }
}
