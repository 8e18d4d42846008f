using System.Threading.Channels;

namespace OptaPS.Engine.Dag;

/// <summary>Runs work along a graph: each piece starts the moment everything that it needs has ended well, the most urgent first.</summary>
internal static class WorkScheduler
{
    /// <summary>Runs everything and returns when nothing runs any more.</summary>
    /// <param name="graph">What needs what; without cycles.</param>
    /// <param name="urgency">Of pieces that become ready together the one with the highest urgency starts first.</param>
    /// <param name="run">Does one piece; true when it ended well. Must not throw.</param>
    /// <param name="skip">Told of each piece that is not started because something that it needs did not end well, with that need's name.</param>
    internal static async Task RunAsync(DirectedGraph graph, Func<string, long> urgency, Func<string, Task<bool>> run, Action<string, string> skip)
    {
        var open = graph.Names.ToDictionary(name => name, name => graph.Needs(name).Count, StringComparer.Ordinal);
        var skipped = new HashSet<string>(StringComparer.Ordinal);
        var ready = new PriorityQueue<string, long>();
        var ended = Channel.CreateUnbounded<(string Name, bool Well)>(new UnboundedChannelOptions { SingleReader = true });
        var running = 0;
        foreach (var name in graph.Names.Where(name => open[name] == 0))
            ready.Enqueue(name, -urgency(name));

        while (true)
        {
            while (ready.TryDequeue(out var name, out _))
            {
                running++;
                _ = RunOneAsync(name);
            }

            if (running == 0)
                return;
            var (done, well) = await ended.Reader.ReadAsync();
            running--;
            if (well)
                Release(done);
            else
                SkipDependents(done);
        }

        async Task RunOneAsync(string name)
        {
            var well = false;
            try
            {
                well = await run(name);
            }
            finally
            {
                ended.Writer.TryWrite((name, well));
            }
        }

        void Release(string name)
        {
            foreach (var dependent in graph.NeededBy(name))
            {
                if (--open[dependent] == 0 && !skipped.Contains(dependent))
                    ready.Enqueue(dependent, -urgency(dependent));
            }
        }

        void SkipDependents(string name)
        {
            var failed = new Stack<string>([name]);
            while (failed.TryPop(out var cause))
            {
                foreach (var dependent in graph.NeededBy(cause).Order(StringComparer.Ordinal))
                {
                    if (skipped.Add(dependent))
                    {
                        skip(dependent, cause);
                        failed.Push(dependent);
                    }
                }
            }
        }
    }
}
