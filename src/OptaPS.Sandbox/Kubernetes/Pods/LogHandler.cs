using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>pods/log: what a simulated container wrote.</summary>
internal sealed class LogHandler(Cluster cluster)
{
    public async Task GetAsync(ApiRequest request)
    {
        if (request.Info.Verb != "get")
            throw ApiErrors.MethodNotAllowed();
        var name = request.Info.Name;
        var pod = cluster.Store.Get("/pods", request.Info.Namespace, name)?.Body ?? throw ApiErrors.NotFound(request.Kind, name);
        var container = Choose(request, pod);
        if (request.Query("tailLines") is { Length: > 0 } lastLines && long.TryParse(lastLines, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 0)
            throw ApiErrors.Invalid("", "PodLogOptions", name, [FieldError.Invalid("tailLines", number, "must be greater than or equal to 0")]);
        if (pod.Text("spec", "nodeName") is null or "")
        {
            // A pod that is nowhere has no log, and that is no error.
            await ResponseWriter.WriteTextAsync(request, 204, "");
            return;
        }

        var status = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses")).FirstOrDefault(item => item.Text("name") == container.Text("name"));
        var previous = request.QueryFlag("previous");
        var waiting = status.Text("state", "waiting", "reason");
        if (previous && status.At("lastState", "terminated") is null)
            throw ApiErrors.BadRequest($"previous terminated container \"{container.Text("name")}\" in pod \"{name}\" not found");
        if (!previous && (status is null || (waiting is not null && status.At("lastState", "terminated") is null)))
        {
            throw ApiErrors.BadRequest(waiting is "ErrImagePull" or "ImagePullBackOff"
                ? $"container \"{container.Text("name")}\" in pod \"{name}\" is waiting to start: trying and failing to pull image"
                : $"container \"{container.Text("name")}\" in pod \"{name}\" is waiting to start: {waiting ?? "ContainerCreating"}");
        }

        var started = (previous ? status.Text("lastState", "terminated", "startedAt") : status.Text("state", "running", "startedAt") ?? status.Text("state", "terminated", "startedAt") ?? status.Text("lastState", "terminated", "startedAt")) ?? cluster.Timestamp;
        var lines = PodScript.For(pod, container).Log(pod, container);
        if (request.QueryFlag("timestamps"))
            lines = [.. lines.Select((line, index) => started.Replace("Z", string.Create(CultureInfo.InvariantCulture, $".{index:d9}Z"), StringComparison.Ordinal) + " " + line)];
        if (int.TryParse(request.Query("tailLines"), NumberStyles.None, CultureInfo.InvariantCulture, out var tail))
            lines = [.. lines.TakeLast(tail)];
        var text = string.Concat(lines.Select(line => line + "\n"));
        if (int.TryParse(request.Query("limitBytes"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && text.Length > limit)
            text = text[..limit];
        if (!request.QueryFlag("follow"))
        {
            await ResponseWriter.WriteTextAsync(request, 200, text, "text/plain");
            return;
        }

        request.Http.Response.ContentType = "text/plain";
        await request.Http.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), request.Aborted);
        await request.Http.Response.Body.FlushAsync(request.Aborted);
        await FollowAsync(request, pod);
    }

    /// <summary>Keeps the stream open until the pod is gone.</summary>
    private async Task FollowAsync(ApiRequest request, JsonObject pod)
    {
        using var changes = cluster.Store.Subscribe("/pods", null);
        while (cluster.Store.Get("/pods", pod.Namespace(), pod.Name())?.Body is { } now && now.Uid() == pod.Uid() && !Controllers.PodFacts.IsTerminal(now))
        {
            if (!await changes.Reader.WaitToReadAsync(request.Aborted))
                return;
            while (changes.Reader.TryRead(out _))
            {
                // Only the state after the last change counts.
            }
        }
    }

    private static JsonObject Choose(ApiRequest request, JsonObject pod)
    {
        var all = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).ToList();
        var asked = request.Query("container");
        if (asked.Length > 0)
            return all.Find(item => item.Text("name") == asked) ?? throw ApiErrors.BadRequest($"container {asked} is not valid for pod {pod.Name()}");
        var containers = pod.Objects("spec", "containers").ToList();
        if (containers.Count == 1)
            return containers[0];
        if (pod.Annotation("kubectl.kubernetes.io/default-container") is { } standard && containers.Find(item => item.Text("name") == standard) is { } chosen)
            return chosen;
        throw ApiErrors.BadRequest($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', containers.Select(item => item.Text("name")))}]");
    }
}
