using System.Text;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Objects;

namespace OptaPS.Engine.Tests;

/// <summary>The contract of backends, for backends over an object store, and what such a store itself must do.</summary>
public abstract class ObjectStoreContract : BackendContract
{
    internal abstract IObjectStore Store { get; }

    internal override IStateBackend Open(TimeProvider time) => new ObjectStoreBackend(Store, time);

    internal override void LoseHolder()
    {
        // An object store knows nothing of processes; the lease's end is all there is.
    }

    internal override async Task<IReadOnlyList<string>> StoredContentsAsync()
    {
        var contents = new List<string>();
        foreach (var key in await Store.ListAsync("", default))
            contents.Add(Encoding.UTF8.GetString((await Store.GetAsync(key, default))!.Content.Span));
        return contents;
    }

    [Fact]
    public async Task Conditions_HoldForEveryWrite()
    {
        var first = await Store.PutAsync("a%2fb+c/x-1", "one"u8.ToArray(), null, default);
        Assert.NotNull(first);
        Assert.Null(await Store.PutAsync("a%2fb+c/x-1", "two"u8.ToArray(), null, default));
        var second = await Store.PutAsync("a%2fb+c/x-1", "two"u8.ToArray(), first, default);
        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Null(await Store.PutAsync("a%2fb+c/x-1", "three"u8.ToArray(), first, default));
        var read = await Store.GetAsync("a%2fb+c/x-1", default);
        Assert.Equal("two", Encoding.UTF8.GetString(read!.Content.Span));
        Assert.Equal(second, read.Version);
        Assert.Null(await Store.PutAsync("missing", "x"u8.ToArray(), first, default));
        Assert.Null(await Store.GetAsync("missing", default));
        await Store.DeleteAsync("missing", default);
        await Store.DeleteAsync("a%2fb+c/x-1", default);
        Assert.Null(await Store.GetAsync("a%2fb+c/x-1", default));
        Assert.NotNull(await Store.PutAsync("a%2fb+c/x-1", "again"u8.ToArray(), null, default));
    }

    [Fact]
    public async Task OfManyWritersAtOnce_OneWins()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store.PutAsync("race", Encoding.UTF8.GetBytes($"{i}"), null, default)));
        Assert.Single(won, version => version is not null);
    }

    [Fact]
    public async Task KeysAreListed_ByPrefix()
    {
        foreach (var key in new[] { "l/journal-1", "l/journal-2", "l/lease", "m/lease" })
            await Store.PutAsync(key, new byte[70_000], null, default);
        Assert.Equal(["l/journal-1", "l/journal-2"], (await Store.ListAsync("l/journal-", default)).Order(StringComparer.Ordinal));
        Assert.Equal(4, (await Store.ListAsync("", default)).Count);
        Assert.Equal(70_000, (await Store.GetAsync("m/lease", default))!.Content.Length);
    }
}
