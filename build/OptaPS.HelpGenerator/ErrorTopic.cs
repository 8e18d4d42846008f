using System.Text;

namespace OptaPS.HelpGenerator;

/// <summary>Makes about_OptaPS_Errors from docs/errors: the text of the start page, then every code of every page.</summary>
internal static class ErrorTopic
{
    public static string Make(string folder)
    {
        var text = new StringBuilder("""
            # about_OptaPS_Errors

            Every error, warning and finding of OptaPS has a code that never changes its meaning.

            ## Reading an error

            The code is the error's identifier: `$Error[0].FullyQualifiedErrorId` begins with it. `$Error[0].Exception.Diagnostics` holds the same
            facts as properties (Code, Message, Location, Resource, Cause, RequestId, Evidence, Remedy), `$Error[0].CategoryInfo.Category` says of
            what kind the error is, and `$Error[0].ErrorDetails.RecommendedAction` what to do next.

            One item's error does not end the pipeline: the other items are still worked on, and `$?` is false afterwards. `-ErrorAction Stop` ends
            the command at the first error; a run that changes something is first brought to a point from which it can be continued.


            """.ReplaceLineEndings("\n"));
        foreach (var page in Directory.EnumerateFiles(folder, "?xxx.md").Order(StringComparer.Ordinal))
            text.Append(Deeper(File.ReadAllText(page))).Append('\n');
        return text.ToString();
    }

    // Every heading goes one level down: the pages are parts of one topic.
    private static string Deeper(string page) => string.Concat(page.ReplaceLineEndings("\n").Split('\n').Select(line => (line.StartsWith('#') ? "#" : "") + line + "\n"));
}
