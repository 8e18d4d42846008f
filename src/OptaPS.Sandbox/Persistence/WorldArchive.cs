using System.IO.Compression;
using OptaPS.Sandbox.Aws;
using OptaPS.Sandbox.Kubernetes;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Persistence;

/// <summary>Copies the world of a running sandbox into a zip that is a data folder when unpacked: each store as of one instant.</summary>
internal static class WorldArchive
{
    // What belongs to the running process, or is written from memory instead.
    private static readonly string[] LeftOut = ["sandbox.lock", "sandbox.json", "world.journal", "charts.lock.json"];

    public static void Write(string folder, WorldStore store, AwsCloud cloud, IEnumerable<Cluster> clusters, Stream target)
    {
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        cloud.WhileObjectsAreStill(contents =>
        {
            using (var journal = archive.CreateEntry("world.journal", CompressionLevel.Fastest).Open())
            {
                store.CopyTo(journal);
            }

            AddFolder(archive, contents, "s3/");
        });
        foreach (var cluster in clusters)
        {
            AddCluster(archive, folder, cluster);
        }

        foreach (var file in Directory.EnumerateFiles(folder).Where(f => !f.EndsWith(".tmp", StringComparison.Ordinal) && !LeftOut.Contains(Path.GetFileName(f), StringComparer.Ordinal)))
        {
            AddFile(archive, file, Path.GetFileName(file));
        }
    }

    private static void AddCluster(ZipArchive archive, string folder, Cluster cluster)
    {
        var own = cluster.Spec.DataFolder;
        var prefix = Path.GetRelativePath(folder, own).Replace(Path.DirectorySeparatorChar, '/') + "/";
        using (var snapshot = archive.CreateEntry(prefix + "objects/snapshot", CompressionLevel.Fastest).Open())
        {
            cluster.Store.CopyTo(snapshot);
        }

        foreach (var file in Directory.EnumerateFiles(own, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(own, file).Replace(Path.DirectorySeparatorChar, '/');
            if (!name.StartsWith("objects/", StringComparison.Ordinal))
            {
                AddFile(archive, file, prefix + name);
            }
        }
    }

    private static void AddFolder(ZipArchive archive, string folder, string prefix)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            AddFile(archive, file, prefix + Path.GetFileName(file));
        }
    }

    private static void AddFile(ZipArchive archive, string path, string name)
    {
        FileStream source;
        try
        {
            source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            // A part of an upload that was replaced or aborted meanwhile.
            return;
        }

        using var owned = source;
        using var target = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
        source.CopyTo(target);
    }
}
