using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptaPS.Sandbox.Tests.Kubernetes;

/// <summary>
/// exec, attach, cp and port-forward of real kubectls: up to 1.29 over SPDY, later exec over WebSocket, from 1.31 port-forward too.
/// OPTA_KUBECTL names more of them: versions, or paths of programs, with a leading <c>spdy:</c> to force SPDY.
/// </summary>
public class KubectlStreamTests
{
    public static TheoryData<string, bool> Clients()
    {
        var all = new TheoryData<string, bool> { { "1.27", false }, { "1.30", false }, { "1.33", false } };
        foreach (var name in (Environment.GetEnvironmentVariable("OPTA_KUBECTL") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            all.Add(name.Replace("spdy:", "", StringComparison.Ordinal), name.StartsWith("spdy:", StringComparison.Ordinal));
        return all;
    }

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task Streams_ReachThePod(string version, bool onlySpdy)
    {
        await using var session = await KubectlSession.StartAsync(version, onlySpdy);
        await session.DeployAsync();
        var pod = (await session.OkAsync("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name}")).Trim();
        await Task.WhenAll(ExecAsync(session, pod), CopyAsync(session, pod), TerminalAsync(session, pod), AttachAsync(session, pod), ForwardAsync(session, pod));
    }

    private static async Task ExecAsync(KubectlSession session, string pod)
    {
        Assert.Equal("blue\n", await session.OkAsync("exec", pod, "--", "sh", "-c", "echo $MODE"));
        Assert.Equal(pod + "\n", await session.OkAsync("exec", "deploy/web", "-c", "web", "--", "sh", "-c", $"echo {pod}"));
        var much = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i}\n"));
        Assert.Equal(much, await session.RunAsync(much, 0, "exec", "-i", pod, "--", "cat"));
        Assert.Contains("exit code 3", await session.RunAsync("", 3, "exec", pod, "--", "sh", "-c", "echo to-error; exit 3"));
        Assert.Contains("executable file not found", await session.RunAsync("", 1, "exec", pod, "--", "nothing-here"));
    }

    private static async Task CopyAsync(KubectlSession session, string pod)
    {
        var content = new byte[300_000];
        new Random(7).NextBytes(content);
        Directory.CreateDirectory(session.Path("tree/deep"));
        await File.WriteAllBytesAsync(session.Path("tree/deep/up.bin"), content);
        await session.OkAsync("cp", "tree", pod + ":/tmp/tree");
        await session.OkAsync("cp", pod + ":/tmp/tree/deep/up.bin", "down.bin");
        Assert.Equal(content, await File.ReadAllBytesAsync(session.Path("down.bin")));
    }

    private static async Task TerminalAsync(KubectlSession session, string pod)
    {
        using var shell = session.StartInTerminal($"exec -it {pod} -- sh");
        var screen = new StringBuilder();
        await UntilAsync(shell.StandardOutput, screen, "/ # ");
        await TypeAsync(shell, "echo of-$MODEx\b\u007f\r");
        await UntilAsync(shell.StandardOutput, screen, "\r\nof-\r\n/ # ");
        await TypeAsync(shell, "echo tty-$MODE\r");
        await UntilAsync(shell.StandardOutput, screen, "\r\ntty-blue\r\n/ # ");
        await TypeAsync(shell, "sleep 60\r");
        await UntilAsync(shell.StandardOutput, screen, "sleep 60\r\n");
        await TypeAsync(shell, "\u0003");
        await UntilAsync(shell.StandardOutput, screen, "^C\r\n/ # ");
        await TypeAsync(shell, "echo was $?\r");
        await UntilAsync(shell.StandardOutput, screen, "was 130\r\n/ # ");
        await TypeAsync(shell, "exit 4\r");
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4, shell.ExitCode);
    }

    private static async Task AttachAsync(KubectlSession session, string pod)
    {
        using var attach = session.Start("attach", pod);
        var screen = new StringBuilder();
        await UntilAsync(attach.StandardOutput, screen, "listening on port 8080");
        Assert.False(attach.HasExited);
        attach.Kill();
        await attach.WaitForExitAsync();

        var typed = await session.RunAsync("echo attached\nexit 5\n", 5, "run", "typed", "--image=busybox", "--rm", "-i", "-q", "--restart=Never", "--command", "--", "sh");
        Assert.Contains("attached\n", typed);
    }

    private static async Task ForwardAsync(KubectlSession session, string pod)
    {
        await session.OkAsync("expose", "deploy/web", "--port=80", "--target-port=8080");
        foreach (var target in new[] { "pod/" + pod, "service/web", "deployment/web" })
        {
            using var forward = session.Start("port-forward", target, target.StartsWith("service", StringComparison.Ordinal) ? ":80" : ":8080");
            var screen = new StringBuilder();
            await UntilAsync(forward.StandardOutput, screen, "127.0.0.1:", "\n");
            var port = int.Parse(Regex.Match(screen.ToString(), "127.0.0.1:([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
            using var web = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
            var errors = forward.StandardError.ReadToEndAsync();
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            {
                using var posted = await PostAsync(web, i, forward, errors);
                posted.EnsureSuccessStatusCode();
                return (await posted.Content.ReadFromJsonAsync<JsonObject>())!["path"]!.GetValue<string>();
            }));
            Assert.Equal(Enumerable.Range(0, 8).Select(i => $"/path/{i}"), answers);
            forward.Kill();
            await forward.WaitForExitAsync();
        }

        using var refused = session.Start("port-forward", pod, ":9");
        var line = new StringBuilder();
        await UntilAsync(refused.StandardOutput, line, "127.0.0.1:", "\n");
        using var none = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Regex.Match(line.ToString(), "127.0.0.1:([0-9]+)").Groups[1].Value}/") };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => none.GetAsync(new Uri("/", UriKind.Relative)));
        await UntilAsync(refused.StandardError, new StringBuilder(), "connection refused");
        refused.Kill();
        await refused.WaitForExitAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient web, int number, Process forward, Task<string> errors)
    {
        try
        {
            return await web.PostAsync(new Uri($"/path/{number}", UriKind.Relative), new StringContent(new string('x', 5000 * number)));
        }
        catch (HttpRequestException e)
        {
            forward.Kill();
            throw new InvalidOperationException(e.Message + "\n" + await errors, e);
        }
    }

    private static async Task TypeAsync(Process program, string keys)
    {
        await program.StandardInput.WriteAsync(keys);
        await program.StandardInput.FlushAsync();
    }

    /// <summary>Reads until the screen ends with the texts, one behind the other, in what came last.</summary>
    private static async Task UntilAsync(StreamReader reader, StringBuilder screen, params string[] texts)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new char[4096];
        var from = screen.Length;
        while (!Contains(screen.ToString(from, screen.Length - from), texts))
        {
            int count;
            try
            {
                count = await reader.ReadAsync(buffer.AsMemory(), limit.Token);
            }
            catch (OperationCanceledException)
            {
                count = 0;
            }

            Assert.True(count > 0, $"expected {string.Join("...", texts)}, but the program showed:\n{screen}");
            screen.Append(buffer, 0, count);
        }
    }

    private static bool Contains(string screen, string[] texts)
    {
        var at = 0;
        foreach (var text in texts)
        {
            at = screen.IndexOf(text, at, StringComparison.Ordinal);
            if (at < 0)
                return false;
            at += text.Length;
        }

        return true;
    }
}
