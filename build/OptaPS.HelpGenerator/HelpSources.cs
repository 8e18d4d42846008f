namespace OptaPS.HelpGenerator;

/// <summary>Cmdlets and the pages about them.</summary>
internal sealed record HelpSources(
    IReadOnlyList<CmdletShape> Cmdlets,
    IReadOnlyDictionary<string, CmdletPage> Pages,
    IReadOnlyDictionary<string, ParameterText> CommonParameters,
    IReadOnlyDictionary<string, string> Topics)
{
    /// <summary>Reads everything; a cmdlet without a page is no error here, the tests insist on it.</summary>
    public static HelpSources Read(string assembly, string docs)
    {
        var pages = Directory.EnumerateFiles(Path.Combine(docs, "cmdlets"), "*-Opta*.md")
            .ToDictionary(Name, file => CmdletPage.Parse(File.ReadAllText(file)), StringComparer.Ordinal);
        var common = CmdletPage.Parse(File.ReadAllText(Path.Combine(docs, "cmdlets", "common-parameters.md"))).Parameters;
        var topics = Directory.EnumerateFiles(Path.Combine(docs, "about"), "about_*.md").ToDictionary(Name, File.ReadAllText, StringComparer.Ordinal);
        topics["about_OptaPS_Errors"] = ErrorTopic.Make(Path.Combine(docs, "errors"));
        return new HelpSources(CmdletReader.Read(assembly), pages, common, topics);
    }

    /// <summary>What a page or, failing that, the page of common parameters says.</summary>
    public ParameterText? Describe(CmdletShape cmdlet, string parameter) =>
        Pages.GetValueOrDefault(cmdlet.Name)?.Parameters.GetValueOrDefault(parameter) ?? CommonParameters.GetValueOrDefault(parameter);

    /// <summary>What the pages lack, one line each.</summary>
    public IEnumerable<string> Gaps()
    {
        foreach (var cmdlet in Cmdlets)
        {
            if (!Pages.TryGetValue(cmdlet.Name, out var page))
            {
                yield return $"docs/cmdlets/{cmdlet.Name}.md is missing";
                continue;
            }

            foreach (var gap in Gaps(cmdlet, page))
                yield return $"docs/cmdlets/{cmdlet.Name}.md: {gap}";
        }

        foreach (var name in Pages.Keys.Where(name => Cmdlets.All(c => c.Name != name)))
            yield return $"docs/cmdlets/{name}.md is about a cmdlet that does not exist";
    }

    private IEnumerable<string> Gaps(CmdletShape cmdlet, CmdletPage page)
    {
        if (page.Name != cmdlet.Name)
            yield return $"the heading is '{page.Name}'";
        if (page.Synopsis.Length == 0)
            yield return "no synopsis below the heading";
        if (page.Description.Count == 0)
            yield return "no Description";
        foreach (var parameter in cmdlet.Parameters.Where(p => Describe(cmdlet, p.Name) is not { Description.Count: > 0 }))
            yield return $"parameter -{parameter.Name} is not described";
        foreach (var name in page.Parameters.Keys.Where(name => cmdlet.Parameters.All(p => p.Name != name)))
            yield return $"parameter -{name} does not exist";
        if (page.Inputs.Count == 0)
            yield return "no Inputs (write None)";
        foreach (var type in cmdlet.OutputTypes.Where(type => page.Outputs.All(o => o.TypeName != type)))
            yield return $"Outputs does not name {type}";
        if (page.Examples.Count < 2 || page.Examples.Any(e => e.Code.Length == 0))
            yield return "two examples with code are needed";
        if (page.Examples.Any(e => e.Remarks.Count == 0))
            yield return "an example has no remark";
        if (page.Related.Count == 0)
            yield return "no Related";
    }

    private static string Name(string file) => Path.GetFileNameWithoutExtension(file);
}
