using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>The ports of a cluster, remembered in its folder so that a restart keeps its addresses.</summary>
internal sealed record ClusterPorts(int Api, int EntryHttp, int EntryHttps, bool IsRemembered)
{
    public static ClusterPorts Read(ClusterSpec spec)
    {
        var file = FileOf(spec);
        var parts = File.Exists(file) ? File.ReadAllText(file).Split(' ') : [];
        int Part(int index, int wanted) => wanted != 0 ? wanted : index < parts.Length && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
        return new ClusterPorts(Part(0, spec.Port), Part(1, spec.EntryHttpPort), Part(2, spec.EntryHttpsPort), parts.Length > 0);
    }

    public void Write(ClusterSpec spec) => File.WriteAllText(FileOf(spec), string.Create(CultureInfo.InvariantCulture, $"{Api} {EntryHttp} {EntryHttps}"));

    private static string FileOf(ClusterSpec spec) => Path.Combine(spec.DataFolder, "ports");
}
