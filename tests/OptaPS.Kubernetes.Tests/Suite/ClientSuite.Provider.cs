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

// The provider of the engine on every kind.
public abstract partial class ClientSuite
{
    [Fact]
    public async Task Provider_ObjectOfKubectlHandedOver_LosesWhatTheFileDoesNotName()
    {
        var owner = new Ownership("acme", "staging", name);
        var old = Map("handed");
        OwnershipMark.Write(old, owner, "m/handed");
        old["metadata"]!["annotations"]![ManagedFieldsMigration.LastApplied] = "{}";
        await client.CreateAsync(old, new() { FieldManager = "kubectl-client-side-apply" }, default);
        var provider = new KubernetesResourceProvider(factory, TimeProvider.System, new() { Pause = TimeSpan.FromMilliseconds(50) });
        var desired = Parse("""{"metadata":{"name":"handed","namespace":"NAME"},"data":{"a":"new"}}""");
        var progress = await provider.CreateAsync(new("m/handed", "v1/ConfigMap", owner, Connection.ToJson(), desired, "t"), default);
        Assert.Equal(OperationStatus.Done, progress.Status);
        var live = (await client.GetAsync(ConfigMap("handed"), default))!;
        Assert.Equal("""{"a":"new"}""", live["data"]!.ToJsonString());
        Assert.Null(live.GetAnnotation(ManagedFieldsMigration.LastApplied));
    }

    public static TheoryData<string, string> Kinds => new()
    {
        { "v1/ConfigMap", """{"data":{"k":"v"},"binaryData":{"b":"AAE="}}""" },
        { "v1/Secret", """{"type":"Opaque","stringData":{"password":"x"}}""" },
        { "v1/ServiceAccount", """{"automountServiceAccountToken":false}""" },
        { "v1/Service", """{"spec":{"selector":{"app":"x"},"ports":[{"port":80,"targetPort":"http","name":"http"},{"port":81,"protocol":"UDP","name":"u"}]}}""" },
        { "autoscaling/v2/HorizontalPodAutoscaler", """{"spec":{"minReplicas":2,"maxReplicas":4,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"x"},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}]}}""" },
        { "policy/v1/PodDisruptionBudget", """{"spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"x"}}}}""" },
        { "networking.k8s.io/v1/NetworkPolicy", """{"spec":{"podSelector":{},"policyTypes":["Ingress"],"ingress":[{"from":[{"namespaceSelector":{}}],"ports":[{"port":80}]}]}}""" },
        { "rbac.authorization.k8s.io/v1/Role", """{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""" },
        { "rbac.authorization.k8s.io/v1/RoleBinding", """{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"s","namespace":"NAME"}]}""" },
        { "networking.k8s.io/v1/Ingress", """{"spec":{"rules":[{"host":"x.example","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"x","port":{"number":80}}}}]}}]}}""" },
        { "apps/v1/Deployment", """{"spec":{"replicas":0,"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"securityContext":{"runAsNonRoot":true},"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"x"}}}],"containers":[{"name":"c","image":"x:1","args":["a","b"],"env":[{"name":"A","value":"1"},{"name":"P","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],"ports":[{"name":"http","containerPort":80}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"0.5Gi","cpu":"1000m"}},"readinessProbe":{"httpGet":{"path":"/","port":"http"}},"volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","emptyDir":{}}]}}}}""" },
        { "batch/v1/CronJob", """{"spec":{"schedule":"0 * * * *","suspend":true,"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"x:1"}]}}}}}}""" },
        { "v1/ResourceQuota", """{"spec":{"hard":{"pods":"10","requests.cpu":"2000m"}}}""" },
        { "v1/LimitRange", """{"spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}}""" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Provider_EachKind_SecondPlanIsNoneAndDestroyLeavesNothing(string type, string body)
    {
        var provider = new KubernetesResourceProvider(factory, TimeProvider.System, new() { Pause = TimeSpan.FromMilliseconds(50) });
        var owner = new Ownership("acme", "staging", name);
        var desired = Parse(body);
        desired["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = name };
        var connection = Connection.ToJson();
        Assert.Empty(provider.Validate(new("m/x", new("kubernetes", type), desired) { Connection = connection }));
        var create = new CreateRequest("m/x", type, owner, connection, desired, "t");
        var progress = await FinishAsync(provider, await provider.CreateAsync(create, default), create);
        Assert.Equal(OperationStatus.Done, progress.Status);
        var live = await provider.ReadAsync(new("m/x", type, owner, connection, progress.Identifier!, desired), default);
        var plan = await provider.PlanAsync(new("m/x", type, owner, connection, desired, desired, live), default);
        Assert.True(plan.Action == PlannedAction.None, $"{plan.Action}: {string.Join(", ", plan.Properties.Select(change => $"{change.Path} {change.Before?.ToJsonString()} -> {change.After?.ToJsonString()}"))}");

        var changed = (JsonObject)desired.DeepClone();
        changed["metadata"]!["labels"] = new JsonObject { ["team"] = "blue" };
        plan = await provider.PlanAsync(new("m/x", type, owner, connection, changed, desired, live), default);
        Assert.Equal((PlannedAction.Update, "/metadata/labels/team"), (plan.Action, Assert.Single(plan.Properties).Path));
        await provider.UpdateAsync(new("m/x", type, owner, connection, progress.Identifier!, changed, desired, "t"), default);
        live = await provider.ReadAsync(new("m/x", type, owner, connection, progress.Identifier!, changed), default);
        Assert.Equal("blue", live!.Properties.GetLabel("team"));
        Assert.Equal(PlannedAction.None, (await provider.PlanAsync(new("m/x", type, owner, connection, changed, changed, live), default)).Action);

        var gone = await FinishAsync(provider, await provider.DeleteAsync(new("m/x", type, owner, connection, progress.Identifier!, changed, "t"), default), create with { Desired = null! });
        Assert.Equal(OperationStatus.Done, gone.Status);
        Assert.Null(await client.GetAsync(new(GroupVersionKind.Parse(type), name, "x"), default));
    }

    private static async Task<OperationProgress> FinishAsync(KubernetesResourceProvider provider, OperationProgress progress, CreateRequest request)
    {
        for (var i = 0; i < 200 && progress.Status == OperationStatus.Pending; i++)
        {
            await Task.Delay(50);
            progress = await provider.PollAsync(new(request.Address, request.TypeName, request.Owner, request.Connection, progress.Handle!, progress.Identifier, request.Desired), default);
        }

        return progress;
    }
}
