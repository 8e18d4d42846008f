namespace OptaPS.PowerShell.Completion;

/// <summary>
/// Finds the names of contexts in a kubeconfig as kubectl and OptaPS write it (block style). Good enough to suggest names; whoever uses a
/// context reads the file in full.
/// </summary>
internal static class KubeconfigContexts
{
    public static IEnumerable<string> Read(IEnumerable<string> lines)
    {
        var inside = false;
        var itemIndent = -1;
        foreach (var line in lines)
        {
            var text = line.TrimEnd();
            if (text.Length == 0 || text.TrimStart().StartsWith('#'))
                continue;

            var indent = text.Length - text.TrimStart(' ').Length;
            var item = text.TrimStart(' ').StartsWith("- ", StringComparison.Ordinal);
            if (indent == 0 && !item)
            {
                inside = text == "contexts:";
                itemIndent = -1;
                continue;
            }

            if (!inside)
                continue;

            if (item && (itemIndent < 0 || indent == itemIndent))
            {
                itemIndent = indent;
                indent += 2;
                text = text.TrimStart(' ')[2..];
            }

            if (indent == itemIndent + 2 && text.TrimStart().StartsWith("name:", StringComparison.Ordinal))
                yield return text.TrimStart()["name:".Length..].Trim().Trim('"', '\'');
        }
    }
}
