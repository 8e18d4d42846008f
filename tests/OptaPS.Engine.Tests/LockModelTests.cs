using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Engine.Locking;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>
/// Two writers on one layer, every call to the store a step of its own: all schedules with a bounded number of switches between the writers are
/// run, each with the answers around its switches lost and with clocks that stand apart. The usual run takes every fifth of the schedules with two
/// switches; OPTA_ENGINE_SWITCHES=2 takes all of them, 3 allows one more.
/// </summary>
public sealed class LockModelTests
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);

    private static readonly bool All = Environment.GetEnvironmentVariable("OPTA_ENGINE_SWITCHES") is { Length: > 0 };

    private static int Switches => All ? int.Parse(Environment.GetEnvironmentVariable("OPTA_ENGINE_SWITCHES")!, System.Globalization.CultureInfo.InvariantCulture) : 2;

    public enum Clocks
    {
        /// <summary>The second writer's clock is far ahead: it takes every lock for expired.</summary>
        Ahead,

        /// <summary>At each switch the writer that waits is a process that is paused: only the other's clock goes on, beyond the lease.</summary>
        Paused,

        /// <summary>At each switch time passes for both, beyond the lease.</summary>
        Passing,
    }

    [Theory]
    [InlineData(Clocks.Ahead)]
    [InlineData(Clocks.Paused)]
    [InlineData(Clocks.Passing)]
    public void InEverySchedule_NoTwoHoldersWritesAreAccepted(Clocks clocks)
    {
        var explored = Explore(clocks, conditionsWork: true, Switches);
        Assert.True(explored.Violation is null, explored.Violation);
        Assert.True(explored.Runs > 200, $"{explored.Runs} runs");
        Assert.True(explored.Takeovers > explored.Runs / 10, $"{explored.Takeovers} takeovers in {explored.Runs} runs");
    }

    [Fact]
    public void WithoutConditionalWrites_AScheduleShowsTheDamage() => Assert.NotNull(Explore(Clocks.Ahead, conditionsWork: false, 2).Violation);

    private static (int Runs, int Takeovers, string? Violation) Explore(Clocks clocks, bool conditionsWork, int switches)
    {
        int runs = 0, takeovers = 0;

        // A schedule is the list of steps after which the other writer goes on; it is lengthened as long as the run before it had that many steps.
        var schedules = new Stack<int[]>([[]]);
        while (schedules.TryPop(out var schedule))
        {
            var plain = RunOne(schedule, lost: -1);
            if (plain.Violation is not null)
                return (runs, takeovers, plain.Violation);

            foreach (var lost in schedule.SelectMany(step => new[] { step - 1, step, step + 1 }).Distinct())
            {
                if (RunOne(schedule, lost) is { Violation: { } violation })
                    return (runs, takeovers, violation);
            }

            if (schedule.Length == switches)
                continue;
            for (var next = (schedule.Length == 0 ? 0 : schedule[^1]) + 1; next < plain.Steps; next++)
            {
                if (All || schedule.Length == 0 || (schedule.Sum() + next) % 5 == 0)
                    schedules.Push([.. schedule, next]);
            }
        }

        return (runs, takeovers, null);

        Model RunOne(int[] schedule, int lost)
        {
            var model = new Model(clocks, schedule, lost, conditionsWork);
            OneThread.Run(model.Run);
            runs++;
            takeovers += model.Takeovers;
            return model;
        }
    }

    private sealed class Model(Clocks clocks, int[] schedule, int lost, bool conditionsWork)
    {
        private readonly MemoryObjectStore store = new() { ConditionsWork = conditionsWork };
        private readonly VirtualTime[] time = [new() { AutoAdvance = false }, new() { AutoAdvance = false }];
        private readonly Queue<TaskCompletionSource>[] waiting = [new(), new()];
        private readonly List<(int Writer, string Text)> accepted = [];
        private readonly HashSet<int> superseded = [];
        private readonly HashSet<int> behind = [];
        private readonly long[] fences = new long[2];

        internal int Steps { get; private set; }

        internal int Takeovers { get; private set; }

        internal string? Violation { get; private set; }

        internal void Run(OneThread one)
        {
            if (clocks == Clocks.Ahead)
                time[1].Advance(LeaseTime * 10);
            Task[] writers = [WriteAsync(0), WriteAsync(1)];
            var current = 0;
            while (true)
            {
                // Everybody is at a call or at the end before the next call goes.
                one.Until(() => Enumerable.Range(0, 2).All(writer => writers[writer].IsCompleted || waiting[writer].Count > 0));
                one.Drain();
                if (writers.All(writer => writer.IsCompleted) && waiting.All(queue => queue.Count == 0))
                    break;
                if (schedule.Contains(Steps))
                {
                    if (clocks != Clocks.Ahead)
                        time[1 - current].Advance(LeaseTime * 2);
                    if (clocks == Clocks.Passing)
                        time[current].Advance(LeaseTime * 2);
                    current = 1 - current;
                    one.Drain();
                }

                if (waiting[current].Count == 0)
                    current = 1 - current;
                if (waiting[current].Count == 0)
                    break;
                Steps++;
                waiting[current].Dequeue().SetResult();
            }

            var failed = writers.FirstOrDefault(writer => writer.IsFaulted);
            Violation ??= failed?.Exception?.ToString();
            CheckEnd();
        }

        private async Task WriteAsync(int writer)
        {
            try
            {
                var backend = new ObjectStoreBackend(new SteppedStore(this, writer), time[writer]);
                var lease = await backend.AcquireAsync("l", new LeaseRequest($"w{writer}", "test", LeaseTime, TimeSpan.Zero), default);
                Acquired(writer, lease);
                await AppendAsync(writer, lease, "a");
                await lease.WriteSnapshotAsync(Encoding.UTF8.GetBytes(string.Join(",", Seen(lease.Stored).Append($"w{writer}a"))), default);
                await AppendAsync(writer, lease, "b");
                await lease.DisposeAsync();
            }
            catch (Exception exception) when (exception is OptaException or IOException)
            {
                // Held by the other, lost to it, or an answer was lost: this writer ends.
            }
        }

        private async Task AppendAsync(int writer, IStateLease lease, string text)
        {
            await lease.AppendAsync(JournalFrames.Frame(Encoding.UTF8.GetBytes($"w{writer}{text}")), default);
            accepted.Add((writer, $"w{writer}{text}"));
            if (behind.Contains(writer))
                Violation ??= Describe($"w{writer}{text} was accepted although w{writer} had not seen all of w{1 - writer}'s writes");
            if (superseded.Contains(writer))
                Violation ??= Describe($"w{writer}{text} was accepted although w{1 - writer} had read the state");
        }

        private void Acquired(int writer, IStateLease lease)
        {
            var seen = Seen(lease.Stored);
            if (accepted.Any(write => !seen.Contains(write.Text)))
            {
                // The lock was taken over before this writer got to know that it had it: nothing that it writes may count.
                behind.Add(writer);
                return;
            }

            fences[writer] = lease.Info.Fence;
            if (fences[1 - writer] > fences[writer])
            {
                // The other took the lock over while this writer's last answer was on its way: this one is the one that may write nothing.
                superseded.Add(writer);
                return;
            }

            Takeovers += accepted.Count > 0 ? 1 : 0;
            superseded.Add(1 - writer);
            superseded.Remove(writer);
        }

        private void CheckEnd()
        {
            store.OnPut = null;
            var seen = Seen(new ObjectStoreBackend(store, time[0]).ReadAsync("l", default).GetAwaiter().GetResult());
            if (accepted.FirstOrDefault(write => !seen.Contains(write.Text)) is { Text: { } missing })
                Violation ??= Describe($"{missing} was accepted and is not there in the end");
        }

        private string Describe(string what) => $"{clocks}, switches [{string.Join(",", schedule)}], lost answer {lost}: {what}";

        private static HashSet<string> Seen(StoredLayer? stored)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            if (stored?.Snapshot is { } snapshot)
                seen.UnionWith(Encoding.UTF8.GetString(snapshot.Span).Split(',', StringSplitOptions.RemoveEmptyEntries));
            if (stored is not null)
                seen.UnionWith(JournalFrames.Read(stored.Journal, "test", out _).Select(payload => Encoding.UTF8.GetString(payload.Span)));
            return seen;
        }

        /// <summary>Lets a call go when the model says so; the one whose answer is lost has its effect and fails.</summary>
        private sealed class SteppedStore(Model model, int writer) : IObjectStore
        {
            public string Description => "stepped";

            public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken) => StepAsync(() => model.store.GetAsync(key, default));

            public Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken) =>
                StepAsync(() => model.store.PutAsync(key, content, expectedVersion, default));

            public Task DeleteAsync(string key, CancellationToken cancellationToken) => StepAsync(async () =>
            {
                await model.store.DeleteAsync(key, default);
                return true;
            });

            public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => StepAsync(() => model.store.ListAsync(prefix, default));

            private async Task<T> StepAsync<T>(Func<Task<T>> call)
            {
                var turn = new TaskCompletionSource();
                model.waiting[writer].Enqueue(turn);
                await turn.Task;
                var answer = await call();
                return model.Steps - 1 == model.LostStep ? throw new IOException("the answer was lost") : answer;
            }
        }

        private int LostStep => lost;
    }
}
