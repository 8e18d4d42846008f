using System.Formats.Tar;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>The programs of a simulated container.</summary>
internal sealed class ShellCommands(JsonObject pod, JsonObject container, FileTree files)
{
    /// <summary>The folder that commands run in.</summary>
    public string Folder { get; private set; } = container.Text("workingDir") ?? "/";

    public Dictionary<string, string> Environment { get; } = Variables(pod, container);

    /// <summary>Runs a program; null when there is none of that name.</summary>
    public async Task<ShellResult?> RunAsync(IReadOnlyList<string> words, Stream input, CancellationToken ct)
    {
        var arguments = words.Skip(1).ToList();
        switch (words[0][(words[0].LastIndexOf('/') + 1)..])
        {
            case "echo":
                var plain = arguments.FirstOrDefault() == "-n";
                return ShellResult.Text(string.Join(' ', plain ? arguments.Skip(1) : arguments) + (plain ? "" : "\n"));
            case "printf":
                return ShellResult.Text(arguments.Count == 0 ? "" : arguments[0].Replace("\\n", "\n", StringComparison.Ordinal).Replace("%s", arguments.ElementAtOrDefault(1) ?? "", StringComparison.Ordinal));
            case "cat":
                return await CatAsync(arguments, input, ct);
            case "ls":
                return List(arguments);
            case "pwd":
                return ShellResult.Text(Folder + "\n");
            case "cd":
                return Change(arguments.FirstOrDefault() ?? "/");
            case "env" or "printenv":
                return arguments.Count > 0 ? Environment.TryGetValue(arguments[0], out var value) ? ShellResult.Text(value + "\n") : new ShellResult(1, [], "")
                    : ShellResult.Text(string.Concat(Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}\n")));
            case "export":
                foreach (var pair in arguments.Select(item => item.Split('=', 2)).Where(pair => pair.Length == 2))
                    Environment[pair[0]] = pair[1];
                return ShellResult.Text("");
            case "hostname":
                return ShellResult.Text(pod.Name() + "\n");
            case "whoami":
                return ShellResult.Text("root\n");
            case "id":
                return ShellResult.Text("uid=0(root) gid=0(root) groups=0(root)\n");
            case "uname":
                return ShellResult.Text(arguments.Contains("-a") ? $"Linux {pod.Name()} 6.1.0 #1 SMP x86_64 GNU/Linux\n" : "Linux\n");
            case "date":
                return ShellResult.Text(TimeProvider.System.GetUtcNow().ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture) + "\n");
            case "true" or ":":
                return ShellResult.Text("");
            case "false":
                return ShellResult.Text("", 1);
            case "sleep":
                await Task.Delay(TimeSpan.FromSeconds(double.Parse(arguments[0], CultureInfo.InvariantCulture)), ct);
                return ShellResult.Text("");
            case "mkdir":
                foreach (var path in arguments.Where(item => item[0] != '-'))
                    files.MakeFolder(FileTree.Absolute(path, Folder));
                return ShellResult.Text("");
            case "touch":
                foreach (var path in arguments.Where(item => item[0] != '-').Select(item => FileTree.Absolute(item, Folder)).Where(path => !files.Exists(path)))
                    files.Write(path, []);
                return ShellResult.Text("");
            case "rm":
                foreach (var path in arguments.Where(item => item[0] != '-'))
                    files.Remove(FileTree.Absolute(path, Folder));
                return ShellResult.Text("");
            case "wc":
                var (bytes, _) = (await ReadAsync(input, ct), 0);
                return ShellResult.Text((arguments.Contains("-l") ? bytes.Count(item => item == '\n') : bytes.Length).ToString(CultureInfo.InvariantCulture) + "\n");
            case "test" or "[":
                return ShellResult.Text("", Test([.. arguments.Where(item => item != "]")]) ? 0 : 1);
            case "tar":
                return await TarAsync(arguments, input, ct);
            default:
                return null;
        }
    }

    public ShellResult Write(string path, byte[] content, bool append)
    {
        var at = FileTree.Absolute(path, Folder);
        files.Write(at, append ? [.. files.Read(at) ?? [], .. content] : content);
        return ShellResult.Text("");
    }

    public static async Task<byte[]> ReadAsync(Stream input, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await input.CopyToAsync(copy, ct);
        return copy.ToArray();
    }

    private static Dictionary<string, string> Variables(JsonObject pod, JsonObject container)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ["HOSTNAME"] = pod.Name(), ["HOME"] = "/root",
            ["KUBERNETES_SERVICE_HOST"] = "10.96.0.1", ["KUBERNETES_SERVICE_PORT"] = "443"
        };
        foreach (var item in container.Objects("env"))
        {
            var source = item.Text("valueFrom", "fieldRef", "fieldPath");
            result[item.Text("name") ?? ""] = item.Text("value") ?? (source is null ? "" : pod.Text(source.Split('.')) ?? "");
        }

        return result;
    }

    private async Task<ShellResult> CatAsync(List<string> arguments, Stream input, CancellationToken ct)
    {
        if (arguments.Count == 0)
            return new ShellResult(0, await ReadAsync(input, ct), "");
        using var all = new MemoryStream();
        foreach (var name in arguments)
        {
            var path = FileTree.Absolute(name, Folder);
            if (!files.Exists(path))
                return new ShellResult(1, all.ToArray(), $"cat: can't open '{name}': No such file or directory\n");
            if (files.IsFolder(path))
                return new ShellResult(1, all.ToArray(), $"cat: read error: Is a directory\n");
            all.Write(files.Read(path));
        }

        return new ShellResult(0, all.ToArray(), "");
    }

    private ShellResult List(List<string> arguments)
    {
        var path = FileTree.Absolute(arguments.FirstOrDefault(item => item[0] != '-') ?? ".", Folder);
        if (!files.Exists(path))
            return ShellResult.Fail($"ls: {path}: No such file or directory");
        return ShellResult.Text(files.IsFolder(path) ? string.Concat(files.Names(path).Select(name => name + "\n")) : path + "\n");
    }

    private ShellResult Change(string name)
    {
        var path = FileTree.Absolute(name, Folder);
        if (!files.IsFolder(path))
            return ShellResult.Fail($"cd: can't cd to {name}: No such file or directory", 2);
        Folder = path;
        return ShellResult.Text("");
    }

    private bool Test(List<string> words) => words switch
    {
        ["-d", var path] => files.IsFolder(FileTree.Absolute(path, Folder)),
        ["-f", var path] => files.Exists(FileTree.Absolute(path, Folder)) && !files.IsFolder(FileTree.Absolute(path, Folder)),
        ["-e", var path] => files.Exists(FileTree.Absolute(path, Folder)),
        ["-n", var text] => text.Length > 0,
        ["-z", var text] => text.Length == 0,
        [var left, "=", var right] => left == right,
        [var left, "!=", var right] => left != right,
        [var text] => text.Length > 0,
        _ => false
    };

    /// <summary>tar as kubectl cp calls it: from paths to the output, or from the input into a folder.</summary>
    private async Task<ShellResult> TarAsync(List<string> arguments, Stream input, CancellationToken ct)
    {
        var folder = Folder;
        if (arguments.IndexOf("-C") is >= 0 and var at && at + 1 < arguments.Count)
        {
            folder = FileTree.Absolute(arguments[at + 1], Folder);
            arguments = [.. arguments[..at], .. arguments[(at + 2)..]];
        }

        var flags = arguments[0].TrimStart('-');
        if (flags.Contains('x', StringComparison.Ordinal))
        {
            using var reader = new TarReader(new MemoryStream(await ReadAsync(input, ct)));
            while (await reader.GetNextEntryAsync(copyData: true, ct) is { } entry)
            {
                var target = FileTree.Absolute(entry.Name, folder);
                if (entry.EntryType == TarEntryType.Directory)
                    files.MakeFolder(target);
                else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                    files.Write(target, entry.DataStream is null ? [] : await ReadAsync(entry.DataStream, ct));
            }

            return ShellResult.Text("");
        }

        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var name in arguments.Skip(1).Where(item => item[0] != '-'))
            {
                var path = FileTree.Absolute(name, folder);
                if (!files.Exists(path))
                    return ShellResult.Fail($"tar: {name}: No such file or directory\ntar: error exit delayed from previous errors");
                foreach (var below in files.Below(path))
                {
                    // Names are kept as they were asked for, without the root.
                    var inner = (name.TrimEnd('/') + below[path.Length..]).TrimStart('/');
                    if (files.IsFolder(below))
                        await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, inner + "/"), ct);
                    else
                        await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, inner) { DataStream = new MemoryStream(files.Read(below)!) }, ct);
                }
            }
        }

        return new ShellResult(0, archive.ToArray(), "");
    }
}
