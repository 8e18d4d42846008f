using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Diagnostics;
using OptaPS.Operations;

namespace OptaPS.Cli.Commands.Charts;

/// <summary>Runs an operation on a chart and reports failures as Helm does: <c>Error:</c> and exit code 1.</summary>
internal static class ChartRun
{
    // Helm adds its advice to whatever goes wrong from the rendering on.
    private static readonly string[] RenderingCodes = ["OPTA5014", "OPTA5020", "OPTA5021", "OPTA5022", "OPTA5023", "OPTA5024", "OPTA5025", "OPTA5027"];

    public static async Task<int> RunAsync<T>(Front front, FlagValues given, IOperationRequest<T> request, Func<T, Task<int>> show, bool renders = false)
    {
        try
        {
            await using var runner = new OperationRunner();
            return await show(await runner.RunAsync(request, new ConsoleSink(front.Error, OutputFormat.Table, autoApprove: true), front.Stop));
        }
        catch (OptaException e) when (given.Switch("debug"))
        {
            front.Fail(e.Diagnostics, OutputFormat.Table);
            return ExitCodes.Failed;
        }
        catch (OptaException e)
        {
            var first = e.Diagnostics[0];
            var advice = renders && RenderingCodes.Contains(first.Code, StringComparer.Ordinal) ? "\n\nUse --debug flag to render out invalid YAML" : "";
            await front.Error.WriteLineAsync($"Error: {first.Message}{advice}");
            if (first.Cause is { Length: > 0 } cause)
                await front.Error.WriteLineAsync($"  cause: {cause}");
            if (first.Allowed is { Length: > 0 } allowed)
                await front.Error.WriteLineAsync($"  allowed: {allowed}");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (front.Stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>Writes bytes to the standard output as they are.</summary>
    public static async Task<int> WriteAsync(Front front, ReadOnlyMemory<byte> bytes)
    {
        await front.Output.FlushAsync();
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(bytes);
        await output.FlushAsync();
        return ExitCodes.Done;
    }
}
