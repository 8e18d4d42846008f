using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>Runs the command lines of one kubectl file and compares what they print with the recording.</summary>
internal sealed class KubectlRunner(CorpusServer server, JsonObject file, string binary, string version)
{
    private readonly string work = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "kc" + Guid.NewGuid().ToString("N")[..10])).FullName;

    public async Task<IReadOnlyList<StepResult>> RunAsync()
    {
        var spaces = new[] { file.Text("namespace")! }.Concat(file.Texts("extraNamespaces")).ToList();
        try
        {
            foreach (var space in spaces)
                await server.MakeNamespaceAsync(space);
            var environment = Prepare(spaces[0]);
            var state = new Normalizer(server.Nodes, server.Address.Endpoint.ToString().TrimEnd('/'), "kubernetes-admin");
            var results = new List<StepResult>();
            var number = 0;
            foreach (var step in file.Objects("steps"))
            {
                var name = $"{file.Text("name")}/{++number:d3}";
                if (step.List("versions") is { } only && !only.Any(item => item.Text() == version))
                    continue;
                results.Add(new StepResult(name, step.ContainsKey("optional"), await StepAsync(step, environment, state)));
            }

            return results;
        }
        finally
        {
            foreach (var path in file.Texts("cleanup"))
                await server.SignedIn.DeleteAsync(path);
            foreach (var space in spaces)
                await server.SignedIn.DeleteAsync("/api/v1/namespaces/" + space);
            Directory.Delete(work, recursive: true);
        }
    }

    private Dictionary<string, string> Prepare(string ns)
    {
        Directory.CreateDirectory(Path.Combine(work, "bin"));
        Directory.CreateDirectory(Path.Combine(work, "w"));
        // The program's name shows in messages and field managers.
        File.CreateSymbolicLink(Path.Combine(work, "bin", "kubectl"), binary);
        foreach (var (name, content) in file.Pairs("files"))
        {
            var path = Path.Combine(work, "w", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }

        var config = Path.Combine(work, "kubeconfig");
        File.WriteAllText(config, server.Kubeconfig(ns));
        return new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "", ["HOME"] = work, ["KUBECONFIG"] = config, ["TZ"] = "UTC", ["LANG"] = "C.UTF-8", ["TMPDIR"] = work
        };
    }

    private async Task<string?> StepAsync(JsonObject step, Dictionary<string, string> environment, Normalizer state)
    {
        if (step["sleep"] is JsonValue sleep)
            await Task.Delay(TimeSpan.FromSeconds(double.Parse(sleep.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)));
        var until = step.Text("until") is { } text ? new Regex(Python(text), RegexOptions.Singleline | RegexOptions.CultureInvariant) : null;
        var deadline = DateTime.UtcNow.AddSeconds(20);
        (int Exit, string Out, string Error) got;
        do
        {
            got = await ExecuteAsync(step, environment);
            if (until is null || until.IsMatch(got.Out))
                break;
            await Task.Delay(300);
        }
        while (DateTime.UtcNow < deadline);
        var recorded = Recorded(step);
        var differences = new[] { ("stdout", Finish(step, state, got.Out)), ("stderr", Finish(step, state, got.Error)) };
        if (got.Exit != (recorded.Number("exit") ?? 0))
            return $"exit {recorded.Number("exit") ?? 0} -> {got.Exit}: {step.Text("run")}: {differences[1].Item2}";
        foreach (var (name, now) in differences)
        {
            var wanted = recorded.Text(name) ?? "";
            if (wanted == now)
                continue;
            var (left, right) = (wanted.Split('\n'), now.Split('\n'));
            var at = Enumerable.Range(0, Math.Max(left.Length, right.Length)).First(index => left.ElementAtOrDefault(index) != right.ElementAtOrDefault(index));
            return $"{name} of {step.Text("run")}: line {at + 1}: {left.ElementAtOrDefault(at) ?? "(end)"} -> {right.ElementAtOrDefault(at) ?? "(end)"}";
        }

        return null;
    }

    private JsonObject Recorded(JsonObject step)
    {
        var merged = new JsonObject { ["exit"] = step["exit"]?.DeepClone(), ["stdout"] = step["stdout"]?.DeepClone(), ["stderr"] = step["stderr"]?.DeepClone() };
        foreach (var (name, value) in step.Map("variants", version) ?? [])
            merged[name] = value?.DeepClone();
        return merged;
    }

    private string Finish(JsonObject step, Normalizer state, string text)
    {
        text = KubectlText.Normalize(state, text.Replace(work, "/tmp/kc", StringComparison.Ordinal));
        if (step.Text("lines") == "sorted" && text.Length > 0)
            text = string.Join('\n', text.Trim('\n').Split('\n').Order(StringComparer.Ordinal)) + "\n";
        return step.Texts("drop").Aggregate(text, (current, pattern) => Regex.Replace(current, Python(pattern), "", RegexOptions.Multiline | RegexOptions.CultureInvariant));
    }

    /// <summary>The patterns are written for another engine, which needs no change so far but the end of a text.</summary>
    private static string Python(string pattern) => pattern.Replace("\\Z", "\\z", StringComparison.Ordinal);

    private async Task<(int Exit, string Out, string Error)> ExecuteAsync(JsonObject step, Dictionary<string, string> environment)
    {
        var words = Split(step.Text("run")!);
        var start = new ProcessStartInfo(Path.Combine(work, "bin", "kubectl"), words.Skip(1))
        {
            WorkingDirectory = Path.Combine(work, "w"), UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment.Concat(step.Pairs("env")))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(step.Text("stdin") ?? "");
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return (-1, await output, "killed after 60 s\n" + await error);
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Splits a command line as a shell would.</summary>
    private static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, any) = ('\0', false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote == '\'' && c != '\'')
                word.Append(c);
            else if (c == '\\' && i + 1 < line.Length && (quote == '\0' || line[i + 1] is '"' or '\\'))
                word.Append(line[++i]);
            else if (quote == c)
                quote = '\0';
            else if (quote == '\0' && c is '\'' or '"' && quote == '\0')
                (quote, any) = (c, true);
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word.Length > 0 || any)
                    words.Add(word.ToString());
                word.Clear();
                any = false;
            }
            else
                word.Append(c);
        }

        if (word.Length > 0 || any)
            words.Add(word.ToString());
        return words;
    }
}
