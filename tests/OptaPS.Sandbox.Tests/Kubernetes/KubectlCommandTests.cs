namespace OptaPS.Sandbox.Tests.Kubernetes;

/// <summary>kubectl as it is installed, and older ones that lie beside it, against simulated pods.</summary>
public class KubectlCommandTests
{
    [SkippableFact]
    public async Task EverydayCommands_Work()
    {
        await using var session = await KubectlSession.StartAsync(null);
        await session.DeployAsync();
        Assert.Contains("condition met", await session.OkAsync("wait", "--for=condition=Available", "deploy/web", "--timeout=30s"));
        Assert.Contains("successfully rolled out", await session.OkAsync("rollout", "status", "deploy/web", "--timeout=30s"));
        Assert.Contains("autoscaled", await session.OkAsync("autoscale", "deploy", "web", "--min=2", "--max=4", "--cpu-percent=80"));
        var pod = (await session.OkAsync("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name}")).Trim();
        Assert.Contains("listening on port 8080", await session.OkAsync("logs", pod));
        Assert.Contains("ready", await session.OkAsync("logs", "deploy/web", "--tail=1"));
        Assert.Contains("OPTA8002 the sandbox does not run ephemeral containers, so kubectl debug cannot enter", await session.RunAsync("", 1, "debug", pod, "--image=busybox", "-i"));
        Assert.Contains("FIELD: type", await session.OkAsync("explain", "deployment.spec.strategy.type"));

        await File.WriteAllTextAsync(session.Path("web2.yaml"), KubectlSession.Web.Replace("nginx:1", "nginx:2", StringComparison.Ordinal));
        Assert.Matches(@"\+ +- image: nginx:2|\+ +image: nginx:2", await session.RunAsync("", 1, "diff", "-f", "web2.yaml"));

        await session.OkAsync("apply", "-f", "web2.yaml");
        await session.OkAsync("rollout", "status", "deploy/web", "--timeout=60s");
        Assert.Matches(@"(?m)^2 +<none>", await session.OkAsync("rollout", "history", "deploy/web"));
        await session.OkAsync("annotate", "deploy/web", "kubernetes.io/change-cause=second");
        for (var n = 0; n < 100 && !(await session.OkAsync("rollout", "history", "deploy/web")).Contains("2         second", StringComparison.Ordinal); n++)
            await Task.Delay(50);
        Assert.Matches(@"(?m)^2 +second", await session.OkAsync("rollout", "history", "deploy/web"));
        await session.OkAsync("rollout", "undo", "deploy/web");
        Assert.Equal("nginx:1", await session.OkAsync("get", "deploy/web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));

        await File.WriteAllTextAsync(session.Path("two.yaml"), Config("a") + "---\n" + Config("b"));
        await session.OkAsync("apply", "-f", "two.yaml", "--prune", "-l", "set=x", "--prune-allowlist=core/v1/ConfigMap");
        await File.WriteAllTextAsync(session.Path("one.yaml"), Config("a"));
        Assert.Contains("configmap/b pruned", await session.OkAsync("apply", "-f", "one.yaml", "--prune", "-l", "set=x", "--prune-allowlist=core/v1/ConfigMap"));

        var node = (await session.OkAsync("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].spec.nodeName}")).Trim();
        Assert.Contains("drained", await session.OkAsync("drain", node, "--ignore-daemonsets", "--timeout=60s"));
        Assert.Contains("uncordoned", await session.OkAsync("uncordon", node));

        using var watch = session.Start("get", "configmaps", "-w", "-o", "name", "--watch-only");

        // What is made before the watch runs is not shown, and nothing tells from outside when it does: one is made again and again until one is seen.
        var line = watch.StandardOutput.ReadLineAsync();
        for (var n = 1; n <= 60 && !line.IsCompleted; n++)
        {
            await session.OkAsync("create", "configmap", $"seen-{n}");
            await Task.WhenAny(line, Task.Delay(500));
        }

        Assert.Matches("^configmap/seen-[0-9]+$", await line.WaitAsync(TimeSpan.FromSeconds(20)));
        watch.Kill();
        await watch.WaitForExitAsync();
    }

    /// <summary>These make plain pods; kubectl sends them as protobuf since 1.33.</summary>
    [SkippableFact]
    public async Task Debug_WithACopyOrANode_MakesAPod()
    {
        await using var session = await KubectlSession.StartAsync("1.33");
        await session.OkAsync("run", "web", "--image=nginx:1", "--env=MODE=blue", "--port=80");
        await session.OkAsync("wait", "--for=condition=Ready", "pod/web", "--timeout=60s");
        await session.OkAsync("debug", "web", "--copy-to=copy", "--container=aid", "--image=busybox:2", "--", "sleep", "600");
        Assert.Equal("nginx:1 busybox:2 blue 80", await session.OkAsync("get", "pod", "copy", "-o", "jsonpath={.spec.containers[*].image} {.spec.containers[0].env[0].value} {.spec.containers[0].ports[0].containerPort}"));
        Assert.Contains("condition met", await session.OkAsync("wait", "--for=condition=Ready", "pod/copy", "--timeout=60s"));
        var node = (await session.OkAsync("get", "pod", "web", "-o", "jsonpath={.spec.nodeName}")).Trim();
        await session.OkAsync("debug", "node/" + node, "--image=busybox:3");
        Assert.Equal(node + " true /", await session.OkAsync("get", "pods", "-o", "jsonpath={range .items[?(@.spec.hostNetwork==true)]}{.spec.nodeName} {.spec.hostNetwork} {.spec.volumes[0].hostPath.path}{end}"));
    }

    [SkippableFact]
    public async Task Top_ShowsWhatIsScriptedOnceAMetricsServerIsReady()
    {
        await using var session = await KubectlSession.StartAsync(null);
        await session.DeployAsync();
        Assert.Contains("Metrics API not available", await session.RunAsync("", 1, "top", "pods"));
        await File.WriteAllTextAsync(session.Path("metrics.yaml"), """
            apiVersion: v1
            kind: Service
            metadata: {name: metrics-server}
            spec: {selector: {app: web}, ports: [{port: 443, targetPort: 8080, name: https}]}
            ---
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1beta1.metrics.k8s.io}
            spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {name: metrics-server, namespace: default}}
            """);
        await session.OkAsync("apply", "-f", "metrics.yaml");
        await session.OkAsync("wait", "--for=condition=Available", "apiservice/v1beta1.metrics.k8s.io", "--timeout=30s");
        var top = await session.OkAsync("top", "pods");
        Assert.Matches(@"web-\S+ +50m +32Mi", top);
        Assert.Contains("%", await session.OkAsync("top", "nodes"));
    }

    private static string Config(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, labels: {{set: x}}}}\ndata: {{k: v}}\n";
}
