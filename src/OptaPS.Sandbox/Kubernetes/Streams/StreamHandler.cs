using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Pods;
using OptaPS.Sandbox.Kubernetes.Shell;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>pods/exec, pods/attach and pods/portforward of simulated pods.</summary>
internal sealed class StreamHandler(Cluster cluster)
{
    private const string Tunnel = "SPDY/3.1+portforward.k8s.io";
    private const string Channels = "v4.channel.k8s.io";
    private readonly PodPort ports = new(cluster);

    public async Task HandleAsync(ApiRequest request)
    {
        var name = request.Info.Name;
        var pod = cluster.Store.Get("/pods", request.Info.Namespace, name)?.Body ?? throw ApiErrors.NotFound(request.Kind, name);
        if (request.Info.Subresource == "portforward")
        {
            Reachable(pod);
            await ForwardAsync(request, pod);
            return;
        }

        var container = Container(request, pod);
        Reachable(pod);
        var status = pod.Objects("status", "containerStatuses").FirstOrDefault(item => item.Text("name") == container.Text("name"));
        if (status.At("state", "running") is null)
            throw ApiErrors.Internal($"error executing command in container: container not running ({container.Text("name")})");
        var command = request.Http.Request.Query["command"].OfType<string>().ToList();
        if (request.Info.Subresource == "exec" && command.Count == 0)
            throw ApiErrors.BadRequest("you must specify at least one command for the container");
        var client = await OpenAsync(request) ?? throw ApiErrors.BadRequest("Upgrade request required");
        await using var process = request.QueryFlag("tty") ? new TerminalProcess(client, request.Aborted) : client;
        var files = cluster.Files.Of(cluster, pod, container);
        var shell = new TinyShell(pod, container, files, process);
        var exit = request.Info.Subresource == "attach" ? await AttachAsync(shell, pod, container, process, request.Aborted) : await shell.RunAsync(command, request.Aborted);
        await process.FinishAsync(Status(exit, command), request.Aborted);
    }

    private static void Reachable(JsonObject pod)
    {
        if (pod.Text("spec", "nodeName") is null or "")
            throw ApiErrors.BadRequest($"pod {pod.Name()} does not have a host assigned");
    }

    private static JsonObject Container(ApiRequest request, JsonObject pod)
    {
        var all = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).Concat(pod.Objects("spec", "ephemeralContainers")).ToList();
        var asked = request.Query("container");
        if (asked.Length > 0)
            return all.Find(item => item.Text("name") == asked) ?? throw ApiErrors.BadRequest($"container {asked} is not valid for pod {pod.Name()}");
        return pod.Objects("spec", "containers").Count() == 1 ? all[0]
            : throw ApiErrors.BadRequest($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', pod.Objects("spec", "containers").Select(item => item.Text("name")))}]");
    }

    private static async Task<IRemoteProcess?> OpenAsync(ApiRequest request)
    {
        if (ConnectionUpgrade.IsWebSocket(request))
            return await ConnectionUpgrade.WebSocketAsync(request, "v5.channel.k8s.io", "v4.channel.k8s.io") is { } accepted ? new WebSocketProcess(accepted.Socket, request.Aborted) : null;
        if (!ConnectionUpgrade.IsSpdy(request))
            return null;
        var streams = 1 + new[] { "stdin", "stdout", "stderr" }.Count(request.QueryFlag) + (request.QueryFlag("tty") ? 1 : 0) - (request.QueryFlag("tty") && request.QueryFlag("stderr") ? 1 : 0);
        return await SpdyProcess.OpenAsync(await ConnectionUpgrade.SpdyAsync(request, "v4.channel.k8s.io"), streams, request.Aborted);
    }

    /// <summary>A container that runs a shell talks; any other shows its log and stays until the client leaves.</summary>
    private async Task<int> AttachAsync(TinyShell shell, JsonObject pod, JsonObject container, IRemoteProcess process, CancellationToken ct)
    {
        var words = container.Texts("command").Concat(container.Texts("args")).ToList();
        if (container.Flag("stdin") || (words.Count > 0 && words[0].EndsWith("sh", StringComparison.Ordinal)))
        {
            var exit = await shell.RunAsync(words.Count > 0 ? words : ["sh"], ct);
            if (PodScript.ReadsInput(container))
                await EndInputAsync(pod, exit, ct);
            return exit;
        }

        foreach (var line in PodScript.For(pod, container).Log(pod, container))
            await process.OutAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"), ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(process.Gone, EndAsync(pod, container, ended.Token));
        await ended.CancelAsync();
        return 0;
    }

    private async Task EndInputAsync(JsonObject pod, int exit, CancellationToken ct)
    {
        var context = new WriteContext(cluster.Kinds.Builtin("", "pods"), pod.Namespace(), pod.Name()) { Internal = true };
        await cluster.Objects.UpdateAsync(context, body =>
        {
            body.Ensure("metadata", "annotations")[PodScript.InputEndedName] = exit.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return body;
        }, ct);
    }

    /// <summary>Ends when the container no longer runs.</summary>
    private async Task EndAsync(JsonObject pod, JsonObject container, CancellationToken ct)
    {
        using var changes = cluster.Store.Subscribe("/pods", null);
        while (cluster.Store.Get("/pods", pod.Namespace(), pod.Name())?.Body is { } now
            && now.Objects("status", "containerStatuses").FirstOrDefault(item => item.Text("name") == container.Text("name")).At("state", "running") is not null)
        {
            if (!await changes.Reader.WaitToReadAsync(ct))
                return;
            while (changes.Reader.TryRead(out _))
            {
                // Only what the pod is now counts.
            }
        }
    }

    private async Task ForwardAsync(ApiRequest request, JsonObject pod)
    {
        if (pod.Text("status", "phase") != "Running")
            throw ApiErrors.BadRequest($"unable to forward port because pod is not running. Current status={pod.Text("status", "phase")}");
        Stream transport;
        if (ConnectionUpgrade.IsWebSocket(request))
        {
            var numbers = WebSocketForward.Ports(request.Http.Request.Query["ports"].OfType<string>());
            var accepted = await ConnectionUpgrade.WebSocketAsync(request, numbers is null ? [Tunnel] : [Tunnel, Channels]) ?? throw ApiErrors.BadRequest("unable to upgrade: no protocol in common");
            if (accepted.Protocol == Channels)
            {
                using var socket = accepted.Socket;
                await new WebSocketForward(ports, socket, numbers!, pod).RunAsync(request.Aborted);
                return;
            }

            transport = new WebSocketStream(accepted.Socket);
        }
        else if (ConnectionUpgrade.IsSpdy(request))
        {
            transport = await ConnectionUpgrade.SpdyAsync(request, "portforward.k8s.io");
        }
        else
        {
            throw ApiErrors.BadRequest("Upgrade request required");
        }

        await using var connection = new SpdyConnection(transport);
        await new PodForward(ports).RunAsync(connection, pod, request.Aborted);
    }

    private static JsonObject Status(int exit, List<string> command)
    {
        if (exit == 0)
            return new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" };
        if (exit == TinyShell.NotFound)
        {
            var why = $"Internal error occurred: error executing command in container: exec: \"{command[0]}\": executable file not found in $PATH";
            return new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = why, ["reason"] = "InternalError", ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = why }) }, ["code"] = 500 };
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"command terminated with non-zero exit code: exit status {exit}",
            ["reason"] = "NonZeroExitCode",
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = exit.ToString(System.Globalization.CultureInfo.InvariantCulture) }) }
        };
    }
}
