using System.CommandLine;
using System.Globalization;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta sandbox export</c>, <c>import</c>, <c>traffic</c> and <c>page</c>: a whole world as a file, and what happens in it.</summary>
internal static class SandboxWorldCommand
{
    public static Command Export(Front front)
    {
        var command = new Command("export", "Write a sandbox's whole world, running or stopped, and the state made in it into one file.");
        var path = new Argument<string>("file");
        var force = new Option<bool>("--force") { Description = "Replace a file that exists." };
        var common = new CommonOptions();
        command.Arguments.Add(path);
        common.AddTo(command, force);
        command.SetAction((parsed, _) => front.RunAsync(
            new ExportSandboxRequest(Front.Target(parsed.GetValue(common.Sandbox) ?? "default"), parsed.GetValue(path)!, parsed.GetValue(force)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (archive, writer) =>
            {
                writer.One(archive, (a, o) => o.WriteLine($"Sandbox {a.Name} is in {a.Path} ({a.Bytes / 1024.0:0} KiB). The file holds its made-up private keys."));
                return ExitCodes.Done;
            }));
        return command;
    }

    public static Command Import(Front front)
    {
        var command = new Command("import", "Make a sandbox from an exported file; it is not started.");
        var path = new Argument<string>("file");
        var force = new Option<bool>("--force") { Description = "Replace the world of a stopped sandbox of that name." };
        var common = new CommonOptions();
        command.Arguments.Add(path);
        common.AddTo(command, force);
        command.SetAction((parsed, _) => front.RunAsync(
            new ImportSandboxRequest(Front.Target(parsed.GetValue(common.Sandbox) ?? "default"), parsed.GetValue(path)!, parsed.GetValue(force)),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (made, writer) =>
            {
                writer.One(made, (s, o) => o.WriteLine($"Sandbox {s.Name} is imported; start it with 'opta sandbox start {s.Name}'."));
                return ExitCodes.Done;
            }));
        return command;
    }

    public static Command Page(Front front)
    {
        var command = new Command("page", "Print a link to the web page of a running sandbox; it works once and for a minute.");
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetSandboxPageRequest(Front.Target(parsed.GetValue(common.Sandbox) ?? "default")),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (page, writer) =>
            {
                writer.One(page, (p, o) => o.WriteLine(p.Url));
                return ExitCodes.Done;
            }));
        return command;
    }

    public static Command Traffic(Front front)
    {
        var command = new Command("traffic", "Show the calls between workloads of a running sandbox: requests, success rate, latency, mutual TLS, refusals.");
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction((parsed, _) => front.RunAsync(
            new GetSandboxTrafficRequest(Front.Target(parsed.GetValue(common.Sandbox) ?? "default")),
            parsed.GetValue(common.Output),
            autoApprove: true,
            (edges, writer) =>
            {
                writer.List(
                    edges,
                    ("CLUSTER", e => e.Cluster),
                    ("FROM", e => e.Source),
                    ("TO", e => e.Destination),
                    ("PROTOCOL", e => e.Protocol),
                    ("REQUESTS", e => e.Requests.ToString(CultureInfo.InvariantCulture)),
                    ("SUCCESS", e => (e.SuccessRate * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %"),
                    ("P50", e => Milliseconds(e.LatencyP50)),
                    ("P99", e => Milliseconds(e.LatencyP99)),
                    ("MTLS", e => e.MutualTls ? "yes" : "no"),
                    ("REFUSED", e => string.Join("; ", e.Refusals.Select(r => $"{r.Count} x {r.Reason}"))));
                return ExitCodes.Done;
            }));
        return command;
    }

    private static string Milliseconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
