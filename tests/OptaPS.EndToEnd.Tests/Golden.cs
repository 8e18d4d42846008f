using System.Text.RegularExpressions;
using OptaPS.Testing;

namespace OptaPS.EndToEnd.Tests;

/// <summary>Compares the error text of a failed run with the one that was agreed; what differs from run to run is masked. OPTA_UPDATE_GOLDEN=1 writes the files.</summary>
internal static partial class Golden
{
    /// <summary>Fails unless the run ended with exit code 1, exactly one error, no stack trace, and the agreed text.</summary>
    public static void Check(string name, ProgramResult result, string folder)
    {
        Assert.True(result.Exit == 1, result.ToString());
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Count(line => line.StartsWith("error OPTA", StringComparison.Ordinal)) == 1, result.ToString());
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output, StringComparison.Ordinal);

        var text = Mask(lines.SkipWhile(line => !line.StartsWith("error OPTA", StringComparison.Ordinal)), folder);
        var file = Path.Combine(Repository.Root, "tests", "OptaPS.EndToEnd.Tests", "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("OPTA_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, text);

        // Every agreed line is there, in any order of the evidence; what the moment adds may only be more evidence.
        var agreed = Lines(File.ReadAllText(file).ReplaceLineEndings("\n"));
        var actual = Lines(text);
        Assert.All(agreed, line => Assert.Contains(line, actual));
        Assert.All(actual.Except(agreed, StringComparer.Ordinal), line => Assert.StartsWith("            ", line, StringComparison.Ordinal));
    }

    private static List<string> Lines(string text) =>
        [.. text.Replace("  evidence: ", "            ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !Momentary().IsMatch(line))];

    // How many pods and repeated events are caught depends on the moment: equal lines after masking count once, events in the order of the alphabet.
    private static string Mask(IEnumerable<string> lines, string folder)
    {
        var masked = new List<string>();
        foreach (var line in lines)
        {
            var text = line.TrimEnd('\r').Replace(folder, "<folder>", StringComparison.Ordinal).Replace("  evidence: ", "            ", StringComparison.Ordinal);
            text = Identifier().Replace(text, "<id>");
            text = Digest().Replace(text, "sha256:<digest>");
            text = Address().Replace(text, "127.0.0.1:<port>");
            text = PodName().Replace(text, "app-<pod>");
            text = ReplicaSetName().Replace(text, "app-<hash>");
            text = Times().Replace(text, "");
            text = Counts().Replace(text, "<n> of <m> replicas are there");
            text = BackOff().Replace(text, "ErrImagePull");
            // Which other objects still lag behind and whether the kubelet backs off already depends on the moment, too.
            if (!masked.Contains(text) && !Momentary().IsMatch(text))
                masked.Add(text);
        }

        const string Event = "            Event ";
        var first = masked.FindIndex(line => line.StartsWith(Event, StringComparison.Ordinal));
        if (first >= 0)
        {
            var events = masked.Where(line => line.StartsWith(Event, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
            masked.RemoveAll(events.Contains);
            masked.InsertRange(first, events);
        }

        var evidence = masked.FindIndex(line => line.StartsWith("            ", StringComparison.Ordinal));
        if (evidence >= 0)
            masked[evidence] = "  evidence: " + masked[evidence].TrimStart();
        return string.Join('\n', masked) + "\n";
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identifier();

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Digest();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("app-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[a-z0-9]{5}")]
    private static partial Regex PodName();

    [GeneratedRegex(@"app-[bcdfghjklmnpqrstvwxz2456789]{6,10}\b")]
    private static partial Regex ReplicaSetName();

    [GeneratedRegex(@" \(x\d+\)")]
    private static partial Regex Times();

    [GeneratedRegex(@"\d+ of \d+ (updated replicas are available|new replicas have been updated)")]
    private static partial Regex Counts();

    [GeneratedRegex("ImagePullBackOff: Back-off pulling image \"[^\"]*\": ErrImagePull")]
    private static partial Regex BackOff();

    [GeneratedRegex("^ +(Also not ready: |Event Pod app-<pod>: Warning Failed: Error: (ImagePullBackOff|ErrImagePull)$|Log app-<pod>/linkerd-proxy: )")]
    private static partial Regex Momentary();
}
