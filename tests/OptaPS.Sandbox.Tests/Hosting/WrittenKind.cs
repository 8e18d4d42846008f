using System.Collections.Concurrent;

namespace OptaPS.Sandbox.Tests.Hosting;

/// <summary>A kind of thing that a writer writes again and again, with what it knows of each: the last value that was acknowledged, and the one that is under way.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Write">Sets a value of a key, or removes it; returns when the sandbox has acknowledged it. The present value is known.</param>
/// <param name="Read">The value of a key, null for none.</param>
/// <param name="Values">What may be written.</param>
internal sealed record WrittenKind(string Name, Func<ServedSandbox, string, string?, string?, Task> Write, Func<ServedSandbox, string, Task<string?>> Read, IReadOnlyList<string?> Values)
{
    private const int Keys = 4;
    private readonly ConcurrentDictionary<string, (string? Known, string? Tried)> state = new();

    public int Acknowledged { get; private set; }

    /// <summary>Writes until the sandbox is gone.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="seed">Of what is written.</param>
    /// <param name="begun">Is completed by the first acknowledged write, or by what prevents it.</param>
    public async Task WriteAsync(ServedSandbox sandbox, int seed, TaskCompletionSource begun)
    {
        try
        {
            await WriteAsync(sandbox, new Random(seed), begun);
        }
        finally
        {
            begun.TrySetResult();
        }
    }

    private async Task WriteAsync(ServedSandbox sandbox, Random random, TaskCompletionSource begun)
    {
        try
        {
            while (!sandbox.Killed)
            {
                var key = $"{Name}-{random.Next(Keys)}";
                var known = state.GetValueOrDefault(key).Known;
                var value = Values[random.Next(Values.Count)];
                if (value == known)
                    continue;
                state[key] = (known, value);
                await Write(sandbox, key, known, value);
                state[key] = (value, value);
                Acknowledged++;
                begun.TrySetResult();
            }
        }
        catch (Exception e) when (sandbox.Killed && e is not Xunit.Sdk.XunitException)
        {
            // What was under way may or may not have happened.
        }
    }

    /// <summary>What is there must be what was acknowledged last, or what was under way then.</summary>
    public async Task CheckAsync(ServedSandbox sandbox)
    {
        foreach (var (key, (known, tried)) in state)
        {
            var found = await Read(sandbox, key);
            Assert.True(found == known || found == tried, $"{key}: {known ?? "(none)"} was acknowledged, {tried ?? "(none)"} was under way, {found ?? "(none)"} is there");
            state[key] = (found, found);
        }
    }
}
