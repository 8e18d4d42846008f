using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>The files of the running containers, by pod and container; they live as long as the process, like those of a container do.</summary>
internal sealed class ContainerFiles
{
    private readonly ConcurrentDictionary<string, FileTree> trees = new(StringComparer.Ordinal);

    public FileTree Of(Cluster cluster, JsonObject pod, JsonObject container) => trees.GetOrAdd(pod.Uid() + "/" + container.Text("name"), _ => Fresh(cluster, pod, container));

    private static FileTree Fresh(Cluster cluster, JsonObject pod, JsonObject container)
    {
        var tree = new FileTree();
        foreach (var folder in new[] { "/bin", "/etc", "/tmp", "/var", "/home", "/proc", container.Text("workingDir") ?? "/" })
            tree.MakeFolder(folder);
        tree.Write("/etc/hostname", Encoding.UTF8.GetBytes(pod.Name() + "\n"));
        tree.Write("/etc/hosts", Encoding.UTF8.GetBytes($"127.0.0.1\tlocalhost\n{pod.Text("status", "podIP")}\t{pod.Name()}\n"));
        tree.Write("/etc/resolv.conf", Encoding.UTF8.GetBytes($"search {pod.Namespace()}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n"));
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var path = mount.Text("mountPath") ?? "/";
            tree.MakeFolder(path);
            if (pod.Objects("spec", "volumes").FirstOrDefault(item => item.Text("name") == mount.Text("name")) is { } volume)
                Fill(cluster, pod, volume, tree, path);
        }

        return tree;
    }

    private static void Fill(Cluster cluster, JsonObject pod, JsonObject volume, FileTree tree, string path)
    {
        if (volume.Text("configMap", "name") is { } map && cluster.Store.Get("/configmaps", pod.Namespace(), map)?.Body is { } config)
        {
            foreach (var (name, text) in config.Pairs("data"))
                tree.Write(path + "/" + name, Encoding.UTF8.GetBytes(text));
        }

        if (volume.Text("secret", "secretName") is { } secret && cluster.Store.Get("/secrets", pod.Namespace(), secret)?.Body is { } hidden)
        {
            foreach (var (name, text) in hidden.Pairs("data"))
                tree.Write(path + "/" + name, Convert.FromBase64String(text));
        }

        if (volume.Objects("projected", "sources").Any(source => source["serviceAccountToken"] is not null))
        {
            tree.Write(path + "/namespace", Encoding.UTF8.GetBytes(pod.Namespace()));
            tree.Write(path + "/ca.crt", Encoding.UTF8.GetBytes(cluster.Identity.CaPem));
        }
    }
}
