using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>Runs an exec plugin once and reads its answer.</summary>
internal sealed class ExecRunner(ExecPlugin plugin, ClientEnvironment environment, TimeProvider time)
{
    private const int EvidenceLines = 10;

    /// <exception cref="OptaException">OPTA4025: the plugin is missing, failed or answered nonsense.</exception>
    public async Task<ExecAnswer> RunAsync(CancellationToken cancellationToken)
    {
        var interactive = plugin.InteractiveMode != "Never" && environment.Interactive;
        if (plugin.InteractiveMode == "Always" && !interactive)
            throw Failed("must be run at a terminal (interactiveMode: Always), and there is none", [], null);
        using var process = Start(interactive);
        using var timer = new CancellationTokenSource(environment.ExecTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(linked.Token);
            var errors = interactive ? Task.FromResult("") : process.StandardError.ReadToEndAsync(linked.Token);
            await process.WaitForExitAsync(linked.Token);
            var said = Tail(await errors);
            return process.ExitCode == 0 ? Parse(await output, said) : throw Failed($"ended with exit code {process.ExitCode}", said, null);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed($"did not answer within {environment.ExecTimeout.TotalSeconds:0} s", [], exception);
        }
    }

    private Process Start(bool interactive)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            // A person at the terminal has to see what the plugin asks for.
            RedirectStandardError = !interactive,
            RedirectStandardInput = !interactive,
        };
        foreach (var (name, value) in plugin.Variables)
            start.Environment[name] = value;
        var spec = new JsonObject { ["interactive"] = interactive };
        if (plugin.Cluster is not null)
            spec["cluster"] = plugin.Cluster.DeepClone();
        start.Environment["KUBERNETES_EXEC_INFO"] = new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
        try
        {
            var process = Process.Start(start)!;
            if (!interactive)
                process.StandardInput.Close();
            return process;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw Failed("cannot be started", [], exception);
        }
    }

    private ExecAnswer Parse(string output, IReadOnlyList<string> said)
    {
        JsonObject? answer = null;
        try
        {
            answer = JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException exception)
        {
            throw Failed("did not print an ExecCredential", said, exception);
        }

        if (answer?.Text("kind") != "ExecCredential" || answer["status"] is not JsonObject status)
            throw Failed("did not print an ExecCredential with a status", said, null);
        if (answer.Text("apiVersion") != plugin.ApiVersion)
            throw Failed($"answered with apiVersion '{answer.Text("apiVersion")}' instead of '{plugin.ApiVersion}'", said, null);
        var certificate = status.Text("clientCertificateData");
        var key = status.Text("clientKeyData");
        var token = status.Text("token");
        if ((certificate is null) != (key is null) || (certificate is null && token is null))
            throw Failed("answered without a token and without a certificate with its key", said, null);
        DateTimeOffset? expires = DateTimeOffset.TryParse(status.Text("expirationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null;
        return new(
            token is null ? null : new(token),
            certificate is null ? null : CertificateReader.ReadClient(certificate, key!, $"the answer of {plugin.Command}"),
            expires);
    }

    private static IReadOnlyList<string> Tail(string text) => [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(EvidenceLines)];

    private OptaException Failed(string what, IReadOnlyList<string> evidence, Exception? inner) => new(
        new Diagnostic("OPTA4025", Severity.Error, $"The credential plugin '{plugin.Command}' of kubeconfig user '{plugin.User}' {what}.")
        {
            Cause = inner?.Message,
            Evidence = evidence,
            Remedy = plugin.InstallHint ?? "Run the plugin by hand to see why, or sign in to the cluster's provider again.",
            Category = DiagnosticCategory.AuthenticationError,
        },
        inner);
}
