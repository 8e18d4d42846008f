using System.Text;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Tests.Kubernetes;

public class TemplateHashTests
{
    /// <summary>Hashes that the real controller's own code gave for these templates; more come from a file of such pairs.</summary>
    [Fact]
    public void Hash_IsThatOfTheRealController()
    {
        foreach (var (template, hash) in new[]
                 {
                     ("""{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"image":"nginx:1","imagePullPolicy":"IfNotPresent","name":"nginx","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],"dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30}}""", "889dd49f5"),
                     ("""{"metadata":{"labels":{"b":"2","a":"1"},"annotations":{"k":"v"}},"spec":{"containers":[{"name":"a","command":["x","y"],"args":[],"env":[{"name":"E","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"F","value":"g h"}],"ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{"limits":{"cpu":"100m","memory":"64Mi","x":"0.5"},"requests":{"cpu":"1","memory":"1Gi"}},"livenessProbe":{"httpGet":{"port":80,"path":"/"},"periodSeconds":10},"readinessProbe":{"tcpSocket":{"port":"http"}},"volumeMounts":[{"name":"v","mountPath":"/v","readOnly":true}],"securityContext":{"runAsNonRoot":true,"capabilities":{"drop":["ALL"]}}}],"volumes":[{"name":"v","emptyDir":{}},{"name":"c","configMap":{"name":"cm","items":[{"key":"a","path":"b"}]}},{"name":"p","projected":{"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":3607}}]}}],"tolerations":[{"key":"k","operator":"Exists","tolerationSeconds":5}],"affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"podAffinityTerm":{"topologyKey":"z","labelSelector":{"matchLabels":{"a":"b"}}}}]}},"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"}],"hostNetwork":true,"nodeSelector":{"n":"m"}}}""", "66b848974f"),
                 })
        {
            Assert.Equal(hash, TemplateHash.Of(JsonReader.Parse(Encoding.UTF8.GetBytes(template))!.AsObject(), null));
        }

        if (Environment.GetEnvironmentVariable("OPTA_TEMPLATE_HASHES") is not { Length: > 0 } file)
            return;
        var pairs = JsonReader.Parse(File.ReadAllBytes(file))!.AsArray();
        var wrong = pairs.Where(pair => TemplateHash.Of(pair.Map("t")!, null) != pair.Text("h")).Select(pair => $"{pair.Text("h")} {TemplateHash.Of(pair.Map("t")!, null)} {TemplateText.Write(pair.Map("t")!)}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {pairs.Count}: {string.Join('\n', wrong.Take(3))}");
    }
}
