namespace OptaPS.Cli.Flags;

/// <summary>Labels of a release's record as Helm's flag takes them: <c>key=value</c> pairs separated by commas.</summary>
internal static class LabelText
{
    private static readonly string[] Reserved = ["name", "owner", "status", "version", "createdAt", "modifiedAt"];

    /// <summary>Checks one text of the flag.</summary>
    /// <exception cref="FlagException">A part is no pair, or names a label that is Helm's own.</exception>
    public static void Check(string flag, string text)
    {
        // As in Helm, a text with at most one "=" is one pair: its value may hold commas.
        var pairs = text.Count(letter => letter == '=') > 1 ? CommaText.Split(flag, text) : [text.Trim('"')];
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw new FlagException($"invalid argument \"{text}\" for \"-l, --{flag}\" flag: {pair} must be formatted as key=value");
            if (Reserved.Contains(pair[..equals]))
                throw new FlagException($"user supplied labels contains system reserved label name. System labels: [{string.Join(' ', Reserved)}]");
        }
    }
}
