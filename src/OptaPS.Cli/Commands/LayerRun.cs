using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary>Runs an apply request with the common options of apply and deploy.</summary>
internal static class LayerRun
{
    public static Task<int> ApplyAsync(Front front, CommonOptions common, ParseResult parsed, ApplyRequest request)
    {
        request = request with
        {
            Environment = parsed.GetValue(common.Environment),
            Variables = common.ReadVariables(parsed),
            AutoApprove = parsed.GetValue(common.AutoApprove),
            AllowDataLoss = parsed.GetValue(common.AllowDataLoss),
        };
        return front.RunAsync(request, parsed.GetValue(common.Output), request.AutoApprove, (result, writer) =>
        {
            writer.Applied(result);
            return ExitCodes.Done;
        });
    }
}
