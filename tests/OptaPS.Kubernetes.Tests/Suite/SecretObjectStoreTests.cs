using System.Text.Json.Nodes;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.State;
using OptaPS.Kubernetes.Tests.Doubles;

namespace OptaPS.Kubernetes.Tests.Suite;

/// <summary>The contract of state stores on Secrets of a sandbox cluster; each test has a namespace of its own.</summary>
public sealed class SecretObjectStoreTests : ObjectStoreContract, IClassFixture<SandboxCluster>, IAsyncLifetime
{
    private readonly KubernetesClientFactory factory = new([], Clients.Quick, TimeProvider.System);
    private readonly string space = $"state-{Guid.NewGuid():N}"[..20];
    private readonly ClusterConnection connection;

    public SecretObjectStoreTests(SandboxCluster cluster)
    {
        connection = ClusterConnection.FromKubeconfig(cluster.Kubeconfig, null);
        Store = new SecretObjectStore(token => factory.GetAsync(connection, token), space);
    }

    internal override IObjectStore Store { get; }

    public async Task InitializeAsync()
    {
        var client = await factory.GetAsync(connection, default);
        await client.CreateAsync(
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = space } },
            new Objects.WriteOptions(),
            default);
    }

    public async Task DisposeAsync() => await factory.DisposeAsync();

    [Fact]
    public async Task WhatDoesNotFitIntoASecret_IsRefusedBeforeItIsSent()
    {
        var content = new byte[2_000_000];
        Random.Shared.NextBytes(content);
        var error = (await Assert.ThrowsAsync<Diagnostics.OptaException>(() => Store.PutAsync("big", content, null, default))).Diagnostics[0];
        Assert.Equal("OPTA2109", error.Code);
        Assert.Null(await Store.GetAsync("big", default));
    }
}
