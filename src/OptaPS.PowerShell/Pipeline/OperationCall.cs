using System.Text.RegularExpressions;
using OptaPS.Agents;
using OptaPS.Diagnostics;
using OptaPS.Operations;
using OptaPS.PowerShell.Loading;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>One call of the engine with everything that is told about it: for cmdlets and jobs alike.</summary>
internal sealed partial class OperationCall(IOperationStreams streams, ProgressBoard progress, bool debug)
{
    public async Task<TResult> RunAsync<TResult>(IOperationRequest<TResult> request, IOperationSink sink, object? subject, CancellationToken cancellationToken)
    {
        using var trace = debug ? new RequestTrace(streams.Debug) : null;
        using var call = trace?.Begin(request.GetType().Name);
        streams.Verbose($"Works on {(request.Target.Sandbox is { } name ? $"sandbox {name}" : "the cloud")}.");
        if (debug)
            streams.Debug($"{request.GetType().Name} on {(request.Target.Sandbox is { } sandbox ? $"sandbox {sandbox}" : "the cloud")}, home folder {request.Target.HomeFolder}");

        var agent = AgentSession.Begin(AgentSettings.Read(request.Target.EnvironmentVariables.GetValueOrDefault), Title(request.GetType().Name, subject), sink, streams.HostLine);
        object? result = null;
        try
        {
            await using var runner = EngineLoader.CreateRunner();
            var answer = await runner.RunAsync(request, agent, cancellationToken).ConfigureAwait(false);
            result = answer;
            return answer;
        }
        catch (OptaException e)
        {
            agent.Fail(e.Diagnostics);
            throw;
        }
        finally
        {
            progress.Complete();
            agent.End(result);
        }
    }

    // ApplyRequest becomes "Apply", TestEnvironmentRequest "Test environment".
    private static string Title(string request, object? subject) =>
        $"OptaPS: {Capital().Replace(request.Replace("Request", "", StringComparison.Ordinal), match => " " + match.Value.ToLowerInvariant())}{(subject is null ? "" : " " + subject)}";

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
