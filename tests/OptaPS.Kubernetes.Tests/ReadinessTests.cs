using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Readiness;
using OptaPS.Kubernetes.Tests.Doubles;

namespace OptaPS.Kubernetes.Tests;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData("apps/v1", "Deployment", """ "spec":{"replicas":2},"status":{"observedGeneration":1} """, "Progressing", "0 of 2 new replicas")]
    [InlineData("apps/v1", "Deployment", """ "spec":{"replicas":2} """, "Progressing", "not seen it yet")]
    [InlineData("apps/v1", "Deployment", """ "spec":{"replicas":2},"status":{"observedGeneration":1,"replicas":3,"updatedReplicas":2,"availableReplicas":2} """, "Progressing", "1 old replicas")]
    [InlineData("apps/v1", "Deployment", """ "spec":{"replicas":2},"status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"availableReplicas":1} """, "Progressing", "1 of 2 updated replicas")]
    [InlineData("apps/v1", "Deployment", """ "spec":{"replicas":2},"status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"availableReplicas":2} """, "Ready", "")]
    [InlineData("apps/v1", "Deployment", """ "spec":{"replicas":2},"status":{"observedGeneration":0,"replicas":2,"updatedReplicas":2,"availableReplicas":2} """, "Progressing", "not seen the change")]
    [InlineData("apps/v1", "Deployment", """ "status":{"observedGeneration":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"x"}]} """, "Failed", "deadline")]
    [InlineData("apps/v1", "Deployment", """ "status":{"observedGeneration":1,"conditions":[{"type":"ReplicaFailure","status":"True","message":"quota exceeded"}]} """, "Progressing", "quota exceeded")]
    [InlineData("apps/v1", "Deployment", """ "spec":{"replicas":0},"status":{"observedGeneration":1} """, "Ready", "")]
    [InlineData("apps/v1", "StatefulSet", """ "spec":{"replicas":2},"status":{"observedGeneration":1,"readyReplicas":2,"updateRevision":"b","currentRevision":"a","updatedReplicas":1} """, "Progressing", "1 of 2 replicas have the new")]
    [InlineData("apps/v1", "StatefulSet", """ "spec":{"replicas":3,"updateStrategy":{"rollingUpdate":{"partition":2}}},"status":{"observedGeneration":1,"readyReplicas":3,"updateRevision":"b","currentRevision":"a","updatedReplicas":1} """, "Ready", "")]
    [InlineData("apps/v1", "StatefulSet", """ "spec":{"replicas":1},"status":{"observedGeneration":1} """, "Progressing", "0 of 1")]
    [InlineData("apps/v1", "DaemonSet", """ "status":{"observedGeneration":1,"desiredNumberScheduled":3,"updatedNumberScheduled":2,"numberAvailable":3} """, "Progressing", "2 of 3 nodes")]
    [InlineData("apps/v1", "DaemonSet", """ "spec":{"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":1,"desiredNumberScheduled":3,"updatedNumberScheduled":0,"numberAvailable":3} """, "Ready", "")]
    [InlineData("batch/v1", "Job", """ "spec":{},"status":{"active":1} """, "Progressing", "0 of 1 pods")]
    [InlineData("batch/v1", "Job", """ "status":{"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded"}]} """, "Failed", "BackoffLimitExceeded")]
    [InlineData("batch/v1", "Job", """ "status":{"conditions":[{"type":"Complete","status":"True"}]} """, "Ready", "")]
    [InlineData("v1", "Pod", """ "status":{"phase":"Running","conditions":[{"type":"Ready","status":"False","reason":"ContainersNotReady","message":"app"}]} """, "Progressing", "ContainersNotReady")]
    [InlineData("v1", "Pod", """ "status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","message":"0/3 nodes"}]} """, "Progressing", "0/3 nodes")]
    [InlineData("v1", "Pod", """ "status":{"phase":"Failed","reason":"Evicted"} """, "Failed", "Evicted")]
    [InlineData("v1", "Service", """ "spec":{"type":"LoadBalancer","clusterIP":"10.0.0.1"} """, "Progressing", "load balancer")]
    [InlineData("v1", "Service", """ "spec":{"type":"LoadBalancer","clusterIP":"10.0.0.1"},"status":{"loadBalancer":{"ingress":[{"hostname":"x"}]}} """, "Ready", "")]
    [InlineData("v1", "Service", """ "spec":{"clusterIP":"None"} """, "Ready", "")]
    [InlineData("v1", "PersistentVolumeClaim", """ "status":{"phase":"Pending"} """, "Progressing", "not bound")]
    [InlineData("v1", "Namespace", """ "status":{"phase":"Terminating"} """, "Progressing", "deleted")]
    [InlineData("v1", "ConfigMap", """ "data":{} """, "Ready", "")]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", """ "status":{"conditions":[{"type":"NamesAccepted","status":"False","message":"taken"}]} """, "Failed", "taken")]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", """ "status":{} """, "Progressing", "Established")]
    [InlineData("apiregistration.k8s.io/v1", "APIService", """ "status":{"conditions":[{"type":"Available","status":"True"}]} """, "Ready", "")]
    [InlineData("gateway.networking.k8s.io/v1", "Gateway", """ "status":{"conditions":[{"type":"Accepted","status":"True"},{"type":"Programmed","status":"False","reason":"Invalid","message":"no address"}]} """, "Progressing", "no address")]
    [InlineData("gateway.networking.k8s.io/v1", "Gateway", """ "status":{"conditions":[{"type":"Accepted","status":"True"},{"type":"Programmed","status":"True","observedGeneration":0}]} """, "Progressing", "not set yet")]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", """ "spec":{"parentRefs":[{"name":"gw"}]},"status":{"parents":[]} """, "Progressing", "gateway gw has not answered")]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", """ "spec":{"parentRefs":[{"name":"gw"}]},"status":{"parents":[{"parentRef":{"name":"gw","namespace":"x"},"conditions":[{"type":"Accepted","status":"True"},{"type":"ResolvedRefs","status":"False","reason":"BackendNotFound"}]}]} """, "Progressing", "BackendNotFound")]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", """ "spec":{"parentRefs":[{"name":"gw"}]},"status":{"parents":[{"parentRef":{"name":"gw"},"conditions":[{"type":"Accepted","status":"True"},{"type":"ResolvedRefs","status":"True"}]}]} """, "Ready", "")]
    [InlineData("example.com/v1", "Widget", """ "status":{"conditions":[{"type":"Ready","status":"Unknown","message":"starting"}]} """, "Progressing", "starting")]
    [InlineData("example.com/v1", "Widget", """ "status":{"conditions":[{"type":"Stalled","status":"True","message":"bad spec"}]} """, "Failed", "bad spec")]
    [InlineData("example.com/v1", "Widget", """ "spec":{} """, "Ready", "")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """ "status":{"conditions":[{"type":"ScalingActive","status":"False"}]} """, "Ready", "")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """ "spec":{"minReplicas":2} """, "Progressing", "least number of 2 replicas")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """ "spec":{"minReplicas":3},"status":{"desiredReplicas":2} """, "Progressing", "least number of 3 replicas")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """ "spec":{"minReplicas":3},"status":{"desiredReplicas":3} """, "Ready", "")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """ "spec":{"minReplicas":2},"status":{"conditions":[{"type":"AbleToScale","status":"False","reason":"FailedGetScale"}]} """, "Ready", "")]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """ "spec":{"minReplicas":2},"status":{"conditions":[{"type":"ScalingActive","status":"False","reason":"ScalingDisabled"}]} """, "Ready", "")]
    public void Check_Object_IsJudgedWithAReason(string apiVersion, string kind, string members, string state, string reason)
    {
        var verdict = ReadinessChecker.Check(Clients.Parse($$"""{"apiVersion":"{{apiVersion}}","kind":"{{kind}}","metadata":{"name":"x","generation":1},{{members}} }"""));
        Assert.Equal(state, verdict.State.ToString());
        Assert.Contains(reason, verdict.Reason);
    }

    [Fact]
    public async Task Wait_ObjectThatNeverComes_FailsWithItsReason()
    {
        await using var cluster = new FakeCluster();
        await using var client = Clients.Of(cluster.Server);
        var key = ObjectKey.Of("apps/v1", "Deployment", "hello", "app");
        var exception = await Assert.ThrowsAsync<OptaException>(() => new ReadinessWaiter(client, TimeProvider.System).WaitForReadyAsync([key], TimeSpan.Zero, null, default));
        Assert.Equal("OPTA4040", exception.Diagnostics[0].Code);
        Assert.Contains("does not exist", exception.Diagnostics[0].Cause);
        cluster.Put("/apis/apps/v1/namespaces/hello/deployments/app", Clients.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"app","namespace":"hello"},"spec":{"replicas":0},"status":{"observedGeneration":1}}"""));
        await new ReadinessWaiter(client, TimeProvider.System).WaitForReadyAsync([key], TimeSpan.Zero, null, default);
        cluster.Objects["/apis/apps/v1/namespaces/hello/deployments/app"]["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        cluster.Objects["/apis/apps/v1/namespaces/hello/deployments/app"]["metadata"]!["finalizers"] = new System.Text.Json.Nodes.JsonArray("a/b");
        exception = await Assert.ThrowsAsync<OptaException>(() => new ReadinessWaiter(client, TimeProvider.System).WaitForDeletionAsync(key, TimeSpan.Zero, null, default));
        Assert.Contains("a/b", exception.Diagnostics[0].Cause);
    }

    [Theory]
    [InlineData(1, 1, "Progressing", "Deployment app has 1 of at least 2 replicas")]
    [InlineData(2, 1, "Progressing", "Deployment app: 1 of 2 updated replicas are available")]
    [InlineData(2, 2, "Ready", "")]
    [InlineData(0, 0, "Ready", "")]
    [InlineData(null, 0, "Ready", "")]
    public async Task Read_Autoscaler_IsReadyOnlyWhenItsTargetHasTheLeastNumberOfReplicas(int? replicas, int available, string state, string reason)
    {
        await using var cluster = new FakeCluster();
        await using var client = Clients.Of(cluster.Server);
        if (replicas is not null)
            cluster.Put("/apis/apps/v1/namespaces/hello/deployments/app", Clients.Parse($$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"app","namespace":"hello"},"spec":{"replicas":{{replicas}} },"status":{"observedGeneration":1,"replicas":{{replicas}},"updatedReplicas":{{replicas}},"availableReplicas":{{available}} } }"""));
        var scaler = Clients.Parse("""{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"app","namespace":"hello"},"spec":{"minReplicas":2,"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"app"}},"status":{"desiredReplicas":2}}""");
        var verdict = await new ReadinessReader(client, TimeProvider.System).JudgeAsync(scaler, default);
        Assert.Equal((state, reason), (verdict.State.ToString(), verdict.Reason));
    }

    [Fact]
    public void Migration_ClientSideOwnership_MovesToTheApplier()
    {
        var live = Clients.Parse("""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","resourceVersion":"5","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"},"managedFields":[
              {"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-applied-configuration":{}}},"f:data":{"f:a":{}}}},
              {"manager":"helm","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:data":{"f:b":{}}}},
              {"manager":"kubelet","operation":"Update","subresource":"status","fieldsV1":{"f:status":{}}}]}}
            """);
        var patch = ManagedFieldsMigration.Compute(live, "helm", ["kubectl-client-side-apply"])!;
        var entries = patch[0]!["value"]!.AsArray();
        Assert.Equal(2, entries.Count);
        Assert.Equal("""{"f:data":{"f:b":{},"f:a":{}},"f:metadata":{"f:annotations":{".":{}}}}""", entries[0]!["fieldsV1"]!.ToJsonString());
        Assert.Equal("Apply", entries[0]!["operation"]!.ToString());
        Assert.Equal("5", patch[1]!["value"]!.ToString());
        Assert.Equal("/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration", patch[2]!["path"]!.ToString());
        Assert.Null(ManagedFieldsMigration.Compute(live, "helm", ["other"]));
    }

    [Fact]
    public async Task Deletion_WhatIsWaitedFor_IsNamed()
    {
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request) ?? TestReply.Json(Clients.Parse(request.Path.EndsWith("/pods") ? """
            {"kind":"PodList","metadata":{},"items":[
              {"metadata":{"name":"p1","namespace":"n","deletionTimestamp":"x","finalizers":["example.com/hold"],"ownerReferences":[{"kind":"ReplicaSet","name":"r","uid":"u1","blockOwnerDeletion":true}]},"spec":{"volumes":[{"persistentVolumeClaim":{"claimName":"data"}}]}},
              {"metadata":{"name":"p2","namespace":"n","ownerReferences":[{"uid":"u1"}]}}]}
            """ : """{"kind":"List","metadata":{},"items":[]}""")));
        await using var client = Clients.Of(server);
        var inquiry = new DeletionInquiry(client);
        Assert.Equal(
            "its dependants are being deleted first (finalizer foregroundDeletion): Pod n/p1 (finalizer example.com/hold has not been removed by its controller (it belongs to ReplicaSet r))",
            await inquiry.DescribeAsync(Clients.Parse("""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"r","namespace":"n","uid":"u1","deletionTimestamp":"x","finalizers":["foregroundDeletion"]}}"""), default));
        Assert.EndsWith(
            "Pod n/p1 uses it",
            await inquiry.DescribeAsync(Clients.Parse("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"n","deletionTimestamp":"x","finalizers":["kubernetes.io/pvc-protection"]}}"""), default));
        Assert.Contains(
            "example.com/hold has not been removed by its controller (it belongs to Certificate c)",
            await inquiry.DescribeAsync(Clients.Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"n","deletionTimestamp":"x","finalizers":["example.com/hold"],"ownerReferences":[{"kind":"Certificate","name":"c"}]}}"""), default));
    }
}
