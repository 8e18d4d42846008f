using System.Text.RegularExpressions;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>Makes what kubectl prints comparable (rules in the corpus's README).</summary>
internal static class KubectlText
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const RegexOptions Lines = Plain | RegexOptions.Multiline;
    private static readonly Regex Labels = new("((pod-template|controller-revision)-hash[=:] ?)(?<h>[a-z0-9-]+)", Plain);
    private static readonly Regex Events = new(@"^(?<e>Events:)[ \t]*\n.*?(?=^\S|\z)", Lines | RegexOptions.Singleline);
    private static readonly Regex Version = new(@"^(?<a> *Resource Version:\s+)(?<b>\d{2,})", Lines);
    private static readonly Regex Ports = new("""(?<a>nodePort"?: ?)(?<b>\d{5})""", Plain);
    private static readonly Regex NodePort = new(@"(?<a>NodePort:[^\n]*?)(?<b>3[0-2]\d{3})(?=/(TCP|UDP|SCTP))", Plain);
    private static readonly Regex Age = new("""(?<![\w.:/="'-])(?<!for )(\d+y)?(\d+d)?(\d+h)?(\d+m)?\d+s(?![\w.:/-])|(?<![\w.:/="'-])(?<!for )(\d+y)?(\d+d)?\d+h(?![\w.:/-])|(?<![\w.:/="'-])(?<!for )(\d+y)?\d+d(?![\w.:/-])""", Plain);
    private static readonly Regex Header = new(@"^(NAME.* AGE|LAST SEEN)\b", Lines);
    private static readonly Regex Minutes = new(@"(?<= )\d+m(?= |$)", Lines);
    private static readonly Regex Klog = new(@"^[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ (?<f>[a-z_]+\.go):\d+\]", Lines);
    private static readonly Regex Blanks = new(" {2,}", Plain);

    public static string Normalize(Normalizer state, string text)
    {
        foreach (Match match in Labels.Matches(text))
            state.LearnHash(match.Groups["h"].Value.Split('-')[^1]);
        text = Events.Replace(text, "Events:  <events>\n");
        text = state.String(text);
        text = Version.Replace(text, match => match.Groups["a"].Value + state.Token("rv", match.Groups["b"].Value));
        text = Ports.Replace(text, match => Port(state, match));
        text = NodePort.Replace(text, match => Port(state, match));
        text = Regex.Replace(text, @"(/tmp/[\w.-]+/)?(?<k>LIVE|MERGED)-\d+", "<tmp>/${k}", Plain);
        text = Regex.Replace(text, @"^(?<k>(---|\+\+\+) \S+)\t.*$", "${k}", Lines);
        text = Regex.Replace(text, @"(?<a>kubectl-edit-)\d+(?<b>\.yaml)", "${a}<n>${b}", Plain);
        text = Regex.Replace(text, "/tmp/[A-Za-z0-9_.-]+/", "<tmp>/", Plain);
        text = Age.Replace(text, "<age>");
        if (Header.IsMatch(text))
            text = Minutes.Replace(text, "<age>");
        text = Klog.Replace(text, "<log> ${f}]");
        return string.Join('\n', text.Split('\n').Select(line =>
        {
            var body = line.TrimStart(' ');
            return (line[..^body.Length] + Blanks.Replace(body, "  ")).TrimEnd();
        }));
    }

    private static string Port(Normalizer state, Match match)
    {
        var number = match.Groups["b"].Value;
        return match.Groups["a"].Value + (string.CompareOrdinal(number, "30086") >= 0 && string.CompareOrdinal(number, "32767") <= 0 ? state.Token("port", number) : number);
    }
}
