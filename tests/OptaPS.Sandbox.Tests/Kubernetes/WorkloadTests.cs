using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Tests.Kubernetes;

public class WorkloadTests
{
    [Fact]
    public async Task Deployment_RollsToANewImage_AndRemovesThePodsOnDelete()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.DeployAsync("default", "web", "nginx:1", replicas: 3);
        await cluster.ReadyAsync("default", "web");
        await cluster.SendAsync(HttpMethod.Patch, "/apis/apps/v1/namespaces/default/deployments/web", JsonNode.Parse("""{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:2"}]}}}}"""), "application/strategic-merge-patch+json");
        await cluster.UntilAsync("/apis/apps/v1/namespaces/default/deployments/web", body => body.Number("status", "observedGeneration") == 2 && body.Number("status", "updatedReplicas") == 3 && body.Number("status", "replicas") == 3 && body.Number("status", "availableReplicas") == 3);
        var pods = await cluster.UntilAsync("/api/v1/namespaces/default/pods", body => body.Objects("items").Count() == 3);
        Assert.All(pods.Objects("items"), pod => Assert.Equal("nginx:2", pod.Objects("spec", "containers").First().Text("image")));
        await cluster.SendAsync(HttpMethod.Delete, "/apis/apps/v1/namespaces/default/deployments/web");
        await cluster.UntilAsync("/api/v1/namespaces/default/pods", body => !body.Objects("items").Any());
        await cluster.UntilAsync("/apis/apps/v1/namespaces/default/replicasets", body => !body.Objects("items").Any());
    }

    [Fact]
    public async Task Deployment_WhoseReplicaSetNameIsTaken_CountsTheCollision()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.DeployAsync("default", "web", "nginx:1");
        var sets = await cluster.UntilAsync("/apis/apps/v1/namespaces/default/replicasets", body => body.Objects("items").Any());
        var name = sets.Objects("items").First().Name();
        await cluster.SendAsync(HttpMethod.Delete, "/apis/apps/v1/namespaces/default/deployments/web");
        await cluster.UntilAsync("/apis/apps/v1/namespaces/default/replicasets", body => !body.Objects("items").Any());
        await cluster.CreateAsync("/apis/apps/v1/namespaces/default/replicasets", """{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"NAME"},"spec":{"replicas":0,"selector":{"matchLabels":{"x":"y"}},"template":{"metadata":{"labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""".Replace("NAME", name, StringComparison.Ordinal));
        await cluster.DeployAsync("default", "web", "nginx:1");
        await cluster.UntilAsync("/apis/apps/v1/namespaces/default/deployments/web", body => body.Number("status", "collisionCount") == 1 && body.Number("status", "availableReplicas") > 0);
    }

    [Fact]
    public async Task BrokenImage_ShowsPullErrorsInStatusEventsAndLogs()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.DeployAsync("default", "bad", "ghcr.io/acme/does-not-exist:1");
        var pods = await cluster.UntilAsync("/api/v1/namespaces/default/pods", body => body.Objects("items").Any(pod => pod.Objects("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") == "ImagePullBackOff")));
        var name = pods.Objects("items").First().Name();
        var events = await cluster.GetAsync($"/api/v1/namespaces/default/events?fieldSelector=involvedObject.name={name}");
        Assert.Contains(events.Objects("items"), item => item.Text("reason") == "Failed" && item.Text("message")!.StartsWith("Failed to pull image", StringComparison.Ordinal));
        Assert.Contains(events.Objects("items"), item => item.Text("reason") == "Scheduled");
        var (status, body) = await cluster.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/default/pods/{name}/log");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("trying and failing to pull image", body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CrashingPod_BacksOff_AndItsLogTailIsReadable()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.DeployAsync("default", "boom", "acme/crash-loop:1");
        var pods = await cluster.UntilAsync("/api/v1/namespaces/default/pods", body => body.Objects("items").Any(pod => pod.Objects("status", "containerStatuses").Any(status => status.Number("restartCount") >= 2)));
        var name = pods.Objects("items").First().Name();
        var (_, log) = await cluster.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/default/pods/{name}/log?previous=true&tailLines=1");
        Assert.Equal("fatal: configuration is not usable: exiting with status 1\n", log.Text("text"));
    }

    [Fact]
    public async Task NeverReadyPod_KeepsTheDeploymentUnavailable_AndSaysWhy()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.DeployAsync("default", "slow", "acme/never-ready:1");
        var pods = await cluster.UntilAsync("/api/v1/namespaces/default/pods", body => body.Objects("items").Any(pod => pod.Text("status", "phase") == "Running"));
        await cluster.UntilAsync($"/api/v1/namespaces/default/events?fieldSelector=involvedObject.name={pods.Objects("items").First().Name()}", body => body.Objects("items").Any(item => item.Text("reason") == "Unhealthy"));
        Assert.Null((await cluster.GetAsync("/apis/apps/v1/namespaces/default/deployments/slow")).Number("status", "availableReplicas"));
    }

    [Fact]
    public async Task WithoutNodes_PodsStayPending_UntilOneJoins()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        await cluster.DeployAsync("default", "web", "nginx:1");
        await cluster.UntilAsync("/api/v1/namespaces/default/events", body => body.Objects("items").Any(item => item.Text("reason") == "FailedScheduling" && item.Text("message") == "no nodes available to schedule pods"));
        cluster.Cluster.Nodes.Set("pool", 1, new Dictionary<string, string>());
        await cluster.ReadyAsync("default", "web");
    }

    [Fact]
    public async Task JobAndStatefulSet_Complete()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/apis/batch/v1/namespaces/default/jobs", """{"metadata":{"name":"once"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"x:1"}]}}}}""");
        await cluster.UntilAsync("/apis/batch/v1/namespaces/default/jobs/once", body => body.Objects("status", "conditions").Any(item => item.Text("type") == "Complete"));
        await cluster.CreateAsync("/apis/apps/v1/namespaces/default/statefulsets", """{"metadata":{"name":"db"},"spec":{"serviceName":"db","replicas":2,"selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"c","image":"pg:1"}]}}}}""");
        await cluster.UntilAsync("/apis/apps/v1/namespaces/default/statefulsets/db", body => body.Number("status", "readyReplicas") == 2);
        Assert.Equal("db-1", (await cluster.GetAsync("/api/v1/namespaces/default/pods/db-1")).Name());
    }

    [Theory]
    [InlineData("Deployment", "deployments")]
    [InlineData("StatefulSet", "statefulsets")]
    public async Task Autoscaler_BoundsThatChange_MoveTheSizeWhileOthersWrite(string kind, string plural)
    {
        await using var cluster = await TestCluster.StartAsync();
        var workload = $"/apis/apps/v1/namespaces/default/{plural}/web";
        await cluster.CreateAsync($"/apis/apps/v1/namespaces/default/{plural}", """{"metadata":{"name":"web"},"spec":{"serviceName":"web","selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"x:1"}]}}}}"""
            .Replace(kind == "Deployment" ? "\"serviceName\":\"web\"," : "\0", "", StringComparison.Ordinal));
        await cluster.CreateAsync("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", $$$$"""{"metadata":{"name":"web"},"spec":{"minReplicas":2,"maxReplicas":6,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"{{{{kind}}}}","name":"web"}}}""");
        await cluster.UntilAsync(workload, body => body.Number("status", "readyReplicas") == 2);
        using var stop = new CancellationTokenSource();
        var writer = WriteAsync(cluster, workload, stop.Token);
        foreach (var (least, most, size) in new[] { (3, 6, 3), (5, 6, 5), (1, 2, 2), (4, 4, 4) })
        {
            var (status, _) = await cluster.SendAsync(HttpMethod.Patch, "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/web", JsonNode.Parse($$$"""{"spec":{"minReplicas":{{{least}}},"maxReplicas":{{{most}}} } }"""), "application/merge-patch+json");
            Assert.Equal(HttpStatusCode.OK, status);
            await cluster.UntilAsync(workload, body => body.Number("spec", "replicas") == size && body.Number("status", "readyReplicas") == size);
        }

        await stop.CancelAsync();
        await writer;
        Assert.Equal("", cluster.Cluster.LastControllerError);
    }

    private static async Task WriteAsync(TestCluster cluster, string path, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await cluster.SendAsync(HttpMethod.Patch, path, JsonNode.Parse($$$$"""{"metadata":{"annotations":{"note":"{{{{i}}}}"}}}"""), "application/merge-patch+json");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
