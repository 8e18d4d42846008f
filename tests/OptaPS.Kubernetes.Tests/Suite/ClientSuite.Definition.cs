using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Readiness;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes.Tests.Suite;

// Custom resource definitions and what they bring.
public abstract partial class ClientSuite
{
    [Fact]
    public async Task Definition_AppliedAndReady_ItsKindIsKnownAtOnce()
    {
        var plural = "t" + name[^8..] + "s";
        var definition = Parse($$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{plural}}.suite.optaps.dev"},
             "spec":{"group":"suite.optaps.dev","scope":"Namespaced","names":{"plural":"{{plural}}","singular":"{{plural}}x","kind":"{{plural.ToUpperInvariant()}}","listKind":"{{plural}}List"},
              "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"} } } } } } }] } }
            """);
        var key = ObjectKey.Of(definition);
        await client.DiscoverAsync(default);
        try
        {
            await client.ApplyAsync(definition, new(), default);
            await new ReadinessWaiter(client, TimeProvider.System).WaitForReadyAsync([key], TimeSpan.FromSeconds(30), null, default);
            var custom = Parse($$"""{"apiVersion":"suite.optaps.dev/v1","kind":"{{plural.ToUpperInvariant()}}","metadata":{"name":"one","namespace":"NAME"},"spec":{"size":3} }""");
            await client.ApplyAsync(custom, new(), default);
            Assert.Equal(3, (await client.GetAsync(ObjectKey.Of(custom), default))!["spec"].Number("size"));
            var live = await client.PatchAsync(ObjectKey.Of(custom), PatchKind.Merge, Parse("""{"spec":{"size":4}}"""), Options, default);
            Assert.Equal(4, live["spec"].Number("size"));
        }
        finally
        {
            await client.DeleteAsync(key, new(), default);
        }
    }

    [Fact]
    public async Task Definition_StatusAndScaleSubresources_AreSeparate()
    {
        var plural = "s" + name[^8..] + "s";
        var kind = "S" + name[^8..];
        var definition = Parse($$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{plural}}.suite.optaps.dev"},
             "spec":{"group":"suite.optaps.dev","scope":"Namespaced","names":{"plural":"{{plural}}","singular":"{{kind.ToLowerInvariant()}}","kind":"{{kind}}","shortNames":["{{plural[..6]}}"],"categories":["suite{{name[^8..]}}"]},
              "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"} },
               "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.replicas"}],
               "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer","minimum":0} } },"status":{"type":"object","properties":{"replicas":{"type":"integer"},"conditions":{"type":"array","items":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } } } } } } }] } }
            """);
        try
        {
            await client.ApplyAsync(definition, new(), default);
            await new ReadinessWaiter(client, TimeProvider.System).WaitForReadyAsync([ObjectKey.Of(definition)], TimeSpan.FromSeconds(30), null, default);
            var custom = Parse($$"""{"apiVersion":"suite.optaps.dev/v1","kind":"{{kind}}","metadata":{"name":"one","namespace":"NAME"},"spec":{"replicas":1} }""");
            var key = ObjectKey.Of(custom);
            await client.ApplyAsync(custom, new(), default);
            var live = await client.PatchAsync(key, PatchKind.Merge, Parse("""{"spec":{"replicas":7},"status":{"conditions":[{"type":"Ready","status":"False","reason":"Late","message":"not yet"}]}}"""), new() { Subresource = "status" }, default);
            Assert.Equal(1, live["spec"].Number("replicas"));
            var verdict = ReadinessChecker.Check(live);
            Assert.Equal((ReadinessState.Progressing, true), (verdict.State, verdict.Reason.Contains("not yet")));
            live = await client.PatchAsync(key, PatchKind.Merge, Parse("""{"status":{"replicas":4}}"""), Options, default);
            Assert.Null(live["status"]!["replicas"]);
            await client.ScaleAsync(key, 5, default);
            Assert.Equal(5, (await client.GetAsync(key, default, "scale"))!["spec"].Number("replicas"));
            Assert.Equal(kind, Assert.Single(await client.ResolveNameAsync("suite" + name[^8..], default)).Kind.Kind);
            Assert.Equal(kind, (await client.ResolveNameAsync(plural[..6], default))[0].Kind.Kind);
            var row = (await client.ListRowsAsync(new(key.Kind, name), default).ToListAsync()).Single();
            Assert.Equal("5", row.Cells.Single(cell => cell.Column == "Size").Text);
            var refused = await Assert.ThrowsAsync<KubernetesException>(() => client.ScaleAsync(key, -1, default));
            Assert.Equal(KubernetesFailure.Invalid, refused.Failure);
        }
        finally
        {
            await client.DeleteAsync(ObjectKey.Of(definition), new(), default);
        }
    }
}
