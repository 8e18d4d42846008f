using OptaPS.Clouds.Azure.State;
using OptaPS.Clouds.Gcp.State;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests;

namespace OptaPS.Clouds.Tests.State;

/// <summary>The contract and the wire of the stores over plain HTTP.</summary>
public abstract class HttpStoreTests : ObjectStoreContract, IAsyncLifetime
{
    private IObjectStore? store;

    internal StorageServer Server { get; private set; } = null!;

    internal override IObjectStore Store => store!;

    internal HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        Server = await StorageServer.StartAsync();
        store = Open(_ => Task.FromResult(StorageServer.Token), "states");
    }

    public async Task DisposeAsync()
    {
        Assert.Empty(Server.Problems);
        Client.Dispose();
        await Server.DisposeAsync();
    }

    internal abstract IObjectStore Open(Func<CancellationToken, Task<string>> token, string place);

    [Fact]
    public async Task AnAnswerThatIsLost_IsAFailureThatMayPass_AndASecondWriteOfTheSameFails()
    {
        Server.LoseAnswers = 1;
        var failure = (await Assert.ThrowsAsync<ProviderException>(() => Store.PutAsync("k", new byte[] { 1 }, null, default))).Failure;
        Assert.Equal(RetryAdvice.SameToken, failure.Retry);
        Assert.Null(await Store.PutAsync("k", new byte[] { 1 }, null, default));
        Assert.NotNull(await Store.GetAsync("k", default));
    }

    [Fact]
    public async Task Lists_GoOnToTheLastPage()
    {
        Server.PageSize = 2;
        for (var i = 0; i < 7; i++)
            await Store.PutAsync($"p/{i}", new byte[1], null, default);
        Assert.Equal(7, (await Store.ListAsync("p/", default)).Count);
    }

    [Fact]
    public async Task RefusedCredentials_AndAnUnreachableServer_NameWhatAndWhere()
    {
        var refused = (await Assert.ThrowsAsync<ProviderException>(() => Open(_ => Task.FromResult("wrong"), "states").GetAsync("k", default))).Failure;
        Assert.Equal(RetryAdvice.No, refused.Retry);
        Assert.Equal(Diagnostics.DiagnosticCategory.PermissionDenied, refused.Diagnostic.Category);
        Assert.Contains("states", refused.Diagnostic.Resource, StringComparison.Ordinal);
        Assert.NotNull(refused.Diagnostic.Remedy);
        var wrong = (await Assert.ThrowsAsync<ProviderException>(() => Open(_ => Task.FromResult(StorageServer.Token), "other").PutAsync("k", new byte[1], null, default))).Failure;
        Assert.Equal(RetryAdvice.No, wrong.Retry);
        await Server.DisposeAsync();
        var gone = (await Assert.ThrowsAsync<ProviderException>(() => Store.GetAsync("k", default))).Failure;
        Assert.Equal(RetryAdvice.SameToken, gone.Retry);
    }
}

public sealed class GcsObjectStoreTests : HttpStoreTests
{
    internal override IObjectStore Open(Func<CancellationToken, Task<string>> token, string place) =>
        new GcsObjectStore(Client, token, Server.Address, place, "team a/");
}

public sealed class BlobObjectStoreTests : HttpStoreTests
{
    internal override IObjectStore Open(Func<CancellationToken, Task<string>> token, string place) =>
        new BlobObjectStore(Client, token, new Uri(Server.Address, place + "/"), "team a/");
}
