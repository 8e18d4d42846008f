using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Streams;

namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>A small shell in a simulated container: simple commands, pipes, redirections, <c>&amp;&amp;</c>, <c>||</c>, <c>;</c>, variables.</summary>
internal sealed class TinyShell(JsonObject pod, JsonObject container, FileTree files, IRemoteProcess process)
{
    /// <summary>Exit code of a program that does not exist when it was the command itself.</summary>
    public const int NotFound = -127;

    /// <summary>Exit code of a program that Control-C ended.</summary>
    private const int Interrupted = 130;

    private readonly ShellCommands commands = new(pod, container, files);
    private readonly TerminalProcess? terminal = process as TerminalProcess;
    private int last;

    /// <summary>Runs a command as exec does, and returns its exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var name = command[0][(command[0].LastIndexOf('/') + 1)..];
        if (name is "sh" or "bash" or "ash")
        {
            if (command.Count >= 3 && command[1].StartsWith('-') && command[1].EndsWith('c'))
                return await ForegroundAsync(async stop => await ScriptAsync(command[2], stop) ?? last, ct);
            return await InteractiveAsync(ct);
        }

        return await ForegroundAsync(async stop =>
        {
            if (await commands.RunAsync(command, process.Input, stop) is not { } result)
                return NotFound;
            await ShowAsync(result, stop);
            return result.Exit;
        }, ct);
    }

    private async Task<int> ForegroundAsync(Func<CancellationToken, Task<int>> program, CancellationToken ct) =>
        terminal is null ? await program(ct) : await terminal.ForegroundAsync(program, ct) ?? Interrupted;

    private async Task<int> InteractiveAsync(CancellationToken ct)
    {
        using var reader = new StreamReader(process.Input, Encoding.UTF8);
        while (true)
        {
            if (terminal is not null)
                await process.OutAsync(Encoding.UTF8.GetBytes(commands.Folder + " # "), ct);
            if (await reader.ReadLineAsync(ct) is not { } line)
                return last;
            int? exit = null;
            last = await ForegroundAsync(async stop => (exit = await ScriptAsync(line, stop)) ?? last, ct);
            if (exit is { } code)
                return code;
        }
    }

    /// <summary>Runs a script; an exit code means that it called exit.</summary>
    private async Task<int?> ScriptAsync(string script, CancellationToken ct)
    {
        foreach (var line in script.Split('\n'))
        {
            var words = ShellWords.Split(line, Variable);
            var at = 0;
            var skip = false;
            while (at < words.Count)
            {
                var end = words.FindIndex(at, word => word is "\0;" or "\0&&" or "\0||");
                var part = words[at..(end < 0 ? words.Count : end)];
                if (!skip && part.Count > 0)
                {
                    if (part[0] == "exit")
                        return part.Count > 1 ? int.Parse(part[1], CultureInfo.InvariantCulture) : last;
                    last = await PipeAsync(part, ct);
                }

                if (end < 0)
                    break;
                skip = words[end] switch { "\0&&" => last != 0, "\0||" => last == 0, _ => false };
                at = end + 1;
            }
        }

        return null;
    }

    private async Task<int> PipeAsync(List<string> words, CancellationToken ct)
    {
        var input = process.Input;
        var exit = 0;
        var stages = new List<List<string>> { new() };
        foreach (var word in words)
        {
            if (word == "\0|")
                stages.Add([]);
            else
                stages[^1].Add(word);
        }

        for (var i = 0; i < stages.Count; i++)
        {
            var (command, target, append) = Redirect(stages[i]);
            var result = command.Count == 0 ? ShellResult.Text("") : await commands.RunAsync(command, input, ct) ?? ShellResult.Fail($"sh: {command[0]}: not found", 127);
            exit = result.Exit;
            if (result.Error.Length > 0)
                await process.ErrorAsync(Lines(Encoding.UTF8.GetBytes(result.Error)), ct);
            if (target is not null)
                commands.Write(target, result.Out, append);
            else if (i == stages.Count - 1)
                await process.OutAsync(Lines(result.Out), ct);
            input = new MemoryStream(target is null ? result.Out : []);
        }

        return exit;
    }

    private static (List<string> Command, string? Target, bool Append) Redirect(List<string> words)
    {
        var at = words.FindIndex(word => word is "\0>" or "\0>>");
        return at < 0 || at + 1 >= words.Count ? (words, null, false) : ([.. words[..at], .. words[(at + 2)..]], words[at + 1], words[at] == "\0>>");
    }

    private string Variable(string name) => name == "?" ? last.ToString(CultureInfo.InvariantCulture) : commands.Environment.GetValueOrDefault(name, "");

    private async Task ShowAsync(ShellResult result, CancellationToken ct)
    {
        if (result.Out.Length > 0)
            await process.OutAsync(Lines(result.Out), ct);
        if (result.Error.Length > 0)
            await process.ErrorAsync(Lines(Encoding.UTF8.GetBytes(result.Error)), ct);
    }

    /// <summary>A terminal wants a carriage return at the end of lines.</summary>
    private byte[] Lines(byte[] output) => terminal is not null ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(output).Replace("\n", "\r\n", StringComparison.Ordinal)) : output;
}
