using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Feeds all controllers from the store, one object at a time, without doing the same work twice.</summary>
internal sealed class ControllerLoop(Cluster cluster, IReadOnlyList<IController> controllers) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly Queue<(int Controller, ObjectKey Key)> ready = new();
    private readonly HashSet<(int Controller, ObjectKey Key)> queued = [];
    private readonly PriorityQueue<(int Controller, ObjectKey Key), long> delayed = new();
    private readonly Dictionary<(int Controller, ObjectKey Key), long> appointments = [];
    private readonly Dictionary<(int, ObjectKey), int> failures = [];
    private readonly SemaphoreSlim work = new(0);
    private Task? feeder;
    private Task? worker;

    public void Start()
    {
        var changes = cluster.Store.Subscribe(null, null);
        // A world that was there before is gone through beside the first requests.
        feeder = Task.Run(async () =>
        {
            using (changes)
            {
                foreach (var item in cluster.Store.Resources().SelectMany(resource => cluster.Store.List(resource)))
                    Offer(new StoreEvent(item.Version, StoreEventType.Added, item, null));
                await foreach (var change in changes.Reader.ReadAllAsync(CancellationToken.None))
                    Offer(change);
            }
        });
        worker = Task.Run(WorkAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        work.Release();
        if (worker is not null)
            await worker;
        stop.Dispose();
    }

    private void Offer(StoreEvent change)
    {
        for (var i = 0; i < controllers.Count; i++)
        {
            foreach (var key in controllers[i].Affected(change))
                Enqueue(i, key);
        }
    }

    private void Enqueue(int controller, ObjectKey key)
    {
        lock (gate)
        {
            if (!queued.Add((controller, key)))
                return;
            ready.Enqueue((controller, key));
        }

        work.Release();
    }

    private async Task WorkAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            if (!TryTake(out var item, out var wait))
            {
                await work.WaitAsync(wait, CancellationToken.None);
                continue;
            }

            await RunAsync(item.Controller, item.Key);
        }
    }

    private bool TryTake(out (int Controller, ObjectKey Key) item, out TimeSpan wait)
    {
        lock (gate)
        {
            var now = Environment.TickCount64;
            while (delayed.TryPeek(out var due, out var at) && at <= now)
            {
                delayed.Dequeue();
                // An appointment that was moved forward is no longer kept at its old time.
                if (appointments.GetValueOrDefault(due) != at)
                    continue;
                appointments.Remove(due);
                if (queued.Add(due))
                    ready.Enqueue(due);
            }

            wait = delayed.TryPeek(out _, out var next) ? TimeSpan.FromMilliseconds(Math.Max(1, next - now)) : TimeSpan.FromSeconds(5);
            if (!ready.TryDequeue(out item))
                return false;
            queued.Remove(item);
            return true;
        }
    }

    private async Task RunAsync(int controller, ObjectKey key)
    {
        TimeSpan? again;
        try
        {
            again = await controllers[controller].ReconcileAsync(key, stop.Token);
            failures.Remove((controller, key));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // Like real controllers: try again, ever more slowly. That an admission webhook did not answer in time is one of the reasons.
            var count = failures[(controller, key)] = failures.GetValueOrDefault((controller, key)) + 1;
            cluster.LastControllerError = $"{controllers[controller].GetType().Name} {key}: {e.Message}";
            again = TimeSpan.FromMilliseconds(Math.Min(60_000, 50 * Math.Pow(2, Math.Min(count, 10)))) * cluster.Clock.Scale;
        }

        if (again is not { } delay)
            return;
        var time = Environment.TickCount64 + (long)Math.Ceiling((delay / cluster.Clock.Scale).TotalMilliseconds);
        lock (gate)
        {
            if (appointments.TryGetValue((controller, key), out var earlier) && earlier <= time)
                return;
            appointments[(controller, key)] = time;
            delayed.Enqueue((controller, key), time);
        }
    }
}
