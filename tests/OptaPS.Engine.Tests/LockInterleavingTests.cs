using System.Globalization;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Engine.Locking;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>
/// Writers with clocks that stand still or run ahead, lost answers and takeovers in random order. In the journal no write of one holder may
/// stand behind the point at which a later holder has read the state.
/// </summary>
public sealed class LockInterleavingTests
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task InEveryInterleaving_OnlyOneHoldersWritesAreAccepted()
    {
        var takeovers = 0;
        for (var seed = 1; seed <= 300; seed++)
        {
            var run = new Interleaving(seed, new MemoryObjectStore());
            await run.RunAsync(40);
            Assert.True(run.Violation is null, $"seed {seed}: {run.Violation}");
            takeovers += run.Takeovers;
        }

        Assert.True(takeovers > 300, $"only {takeovers} takeovers happened");
    }

    [Fact]
    public async Task WithoutConditionalWrites_TheTestSeesViolations()
    {
        var violations = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var run = new Interleaving(seed, new MemoryObjectStore { ConditionsWork = false });
            await run.RunAsync(40);
            violations += run.Violation is null ? 0 : 1;
        }

        Assert.True(violations > 0);
    }

    private sealed class Interleaving
    {
        private readonly Random random;
        private readonly MemoryObjectStore store;
        private readonly VirtualTime[] clocks = [new() { AutoAdvance = false }, new() { AutoAdvance = false }, new() { AutoAdvance = false }];
        private readonly IStateLease?[] leases = new IStateLease?[3];
        private readonly List<(int Writer, string Text)> accepted = [];
        private int written;

        internal Interleaving(int seed, MemoryObjectStore store)
        {
            random = new Random(seed);
            this.store = store;
            store.OnPut = (_, after) => after && random.Next(12) == 0 ? throw new IOException("the answer was lost") : Task.CompletedTask;
        }

        internal string? Violation { get; private set; }

        internal int Takeovers { get; private set; }

        internal async Task RunAsync(int steps)
        {
            for (var step = 0; step < steps && Violation is null; step++)
            {
                var writer = random.Next(3);
                switch (random.Next(6))
                {
                    case 0:
                        clocks[writer].Advance(TimeSpan.FromSeconds(random.Next(45)));
                        break;
                    case 1 when leases[writer] is { } lease:
                        leases[writer] = null;
                        await TryAsync(async () => await lease.DisposeAsync());
                        break;
                    case 2 when leases[writer] is { } lease:
                        await TryAsync(() => lease.WriteSnapshotAsync(Encoding.UTF8.GetBytes(string.Join(",", accepted.Select(write => write.Text))), default));
                        break;
                    default:
                        if (leases[writer] is null)
                            await TryAsync(() => AcquireAsync(writer));
                        else
                            await TryAsync(() => AppendAsync(writer));
                        break;
                }
            }
        }

        private async Task AcquireAsync(int writer)
        {
            var lease = await new ObjectStoreBackend(store, clocks[writer]).AcquireAsync("l", new LeaseRequest($"w{writer}", "test", LeaseTime, TimeSpan.Zero), default);
            leases[writer] = lease;
            Takeovers++;

            // Everything that was accepted so far must be in what the new holder reads.
            var seen = Read(lease.Stored);
            if (accepted.FirstOrDefault(write => !seen.Contains(write.Text)) is { Text: { } missing })
                Violation ??= $"w{writer} does not see {missing}";
            foreach (var other in Enumerable.Range(0, 3).Where(other => other != writer && leases[other] is not null))
                superseded.Add(leases[other]!);
        }

        private readonly HashSet<IStateLease> superseded = [];

        private async Task AppendAsync(int writer)
        {
            var text = $"w{writer}-{(++written).ToString(CultureInfo.InvariantCulture)}";
            var lease = leases[writer]!;
            await lease.AppendAsync(JournalFrames.Frame(Encoding.UTF8.GetBytes(text)), default);
            accepted.Add((writer, text));
            if (superseded.Contains(lease))
                Violation ??= $"{text} was accepted although another holder had read the state";
        }

        private static HashSet<string> Read(StoredLayer? stored)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            if (stored?.Snapshot is { } snapshot)
                seen.UnionWith(Encoding.UTF8.GetString(snapshot.Span).Split(','));
            if (stored is not null)
                seen.UnionWith(JournalFrames.Read(stored.Journal, "test", out _).Select(payload => Encoding.UTF8.GetString(payload.Span)));
            return seen;
        }

        private static async Task TryAsync(Func<Task> step)
        {
            try
            {
                await step();
            }
            catch (Exception exception) when (exception is OptaException or IOException)
            {
                // Held, lost, or the answer was lost: the writer tries something else later.
            }
        }
    }
}
