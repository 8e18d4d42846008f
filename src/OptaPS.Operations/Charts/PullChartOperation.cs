using OptaPS.Helm.Charts;
using OptaPS.Helm.Tools;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Charts;

/// <summary>Downloads a chart, verified, and writes it.</summary>
internal static class PullChartOperation
{
    public static async Task<PulledChart> RunAsync(PullChartRequest request, CancellationToken cancellationToken)
    {
        var fetched = await ChartOpening.FetchAsync(request.Target, request.Chart, request.Source, cancellationToken);
        var folder = Path.GetFullPath(request.Destination, request.Target.WorkingFolder);
        Directory.CreateDirectory(folder);
        string path;
        if (request.Untar)
        {
            using var stream = new MemoryStream(fetched.Archive.ToArray());
            path = await ChartUnpacker.WriteAsync(await ChartLoader.LoadAsync(stream, fetched.Reference.ToString(), cancellationToken), Path.Combine(folder, request.UntarFolder), cancellationToken);
        }
        else
        {
            var name = Path.GetFileName(fetched.Reference.Name);
            path = Path.Combine(folder, fetched.Reference.IsArchive ? name : $"{name}-{fetched.Reference.Version}.tgz");
            await File.WriteAllBytesAsync(path, fetched.Archive.ToArray(), cancellationToken);
        }

        return new PulledChart(fetched.Reference.Name, fetched.Reference.Version ?? "", fetched.Digest, path);
    }
}
