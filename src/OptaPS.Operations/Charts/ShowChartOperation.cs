using OptaPS.Helm.Tools;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Charts;

/// <summary>Reads texts of a chart.</summary>
internal static class ShowChartOperation
{
    public static async Task<ExpandedChart> RunAsync(ShowChartRequest request, CancellationToken cancellationToken)
    {
        var chart = await ChartOpening.OpenAsync(request.Target, request.Chart, request.Source, cancellationToken);
        var text = ChartInspector.Show(chart, request.Part);
        return new ExpandedChart(TemplateText.ToBytes(text), text);
    }
}
