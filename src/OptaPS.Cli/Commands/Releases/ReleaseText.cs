using OptaPS.Objects;

namespace OptaPS.Cli.Commands.Releases;

/// <summary>A release as Helm's status and get print it.</summary>
internal static class ReleaseText
{
    public static void Head(ReleaseView release, TextWriter output, bool description, bool chart = false)
    {
        output.WriteLine($"NAME: {release.ReleaseName}");
        if (release.Updated is not null)
            output.WriteLine($"LAST DEPLOYED: {ReleaseOutput.Short(release.Updated)}");
        output.WriteLine($"NAMESPACE: {release.Namespace}");
        output.WriteLine($"STATUS: {release.Status}");
        output.WriteLine($"REVISION: {release.Revision}");
        if (chart)
            output.WriteLine($"CHART: {release.Detail!.ChartName}\nVERSION: {release.Detail.ChartVersion}\nAPP_VERSION: {release.AppVersion}");
        if (description)
            output.WriteLine($"DESCRIPTION: {release.Description}");
        var tests = release.Detail!.Tests;
        if (tests.Count == 0)
            output.WriteLine("TEST SUITE: None");
        foreach (var test in tests.Where(test => test.Started is not null))
            Test(test, output);
    }

    public static void Test(ReleaseTest test, TextWriter output)
    {
        output.WriteLine($"TEST SUITE:     {test.Name}");
        output.WriteLine($"Last Started:   {ReleaseOutput.Short(test.Started)}");
        output.WriteLine($"Last Completed: {ReleaseOutput.Short(test.Completed)}");
        output.WriteLine($"Phase:          {test.Phase}");
    }

    public static void Notes(ReleaseView release, TextWriter output)
    {
        var notes = release.Detail!.Notes.Trim();
        if (notes.Length > 0)
            output.WriteLine($"NOTES:\n{notes}");
    }
}
