namespace OptaPS.Helm.Tools.Linting;

/// <summary>Checks a chart as helm lint does: Chart.yaml, values and their schema, templates and what they make, dependencies.</summary>
public static class ChartLinter
{
    /// <summary>The severity of a path that holds no chart; nothing else is found then.</summary>
    public const string NoChart = "FATAL";

    /// <summary>All findings in Helm's order as severity (ERROR, WARNING, INFO), file and message.</summary>
    /// <param name="path">The chart's folder or archive.</param>
    /// <param name="options">Values, namespace and version to render with; its arguments are not looked at.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OptaException">OPTA5002, OPTA5005: an archive that cannot be read; OPTA5010, OPTA5011: the values cannot be read.</exception>
    public static async Task<IReadOnlyList<(string Severity, string Path, string Message)>> LintAsync(string path, TemplateOptions options, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            var files = ChartArchive.Read(await CheckedAsync(path, cancellationToken), ChartLimits.Default);
            return await LintAsync(files, Path.GetFullPath(path), options, cancellationToken);
        }
        if (!File.Exists(Path.Combine(path, "Chart.yaml")))
        {
            return [(NoChart, "", $"unable to check Chart.yaml file in chart: stat {Path.Combine(path, "Chart.yaml")}: no such file or directory")];
        }
        try
        {
            return await LintAsync(ChartFolder.Read(path, ChartLimits.Default, cancellationToken), Path.GetFullPath(path), options, cancellationToken);
        }
        catch (OptaException e) when (e.Diagnostics[0].Code == HelmError.ChartLoad)
        {
            return await UnreadableAsync(path, options, e.Diagnostics[0].Message, cancellationToken);
        }
    }

    /// <summary>A folder that holds no whole chart, such as one with a symbolic link to nothing: what can be seen without loading it, and why it is not loaded.</summary>
    private static async Task<IReadOnlyList<(string, string, string)>> UnreadableAsync(string path, TemplateOptions options, string problem, CancellationToken cancellationToken)
    {
        var files = new List<ChartFile>();
        foreach (var name in (string[])["Chart.yaml", "values.yaml", "values.schema.json"])
        {
            if (File.Exists(Path.Combine(path, name)))
            {
                files.Add(new ChartFile(name, await File.ReadAllBytesAsync(Path.Combine(path, name), cancellationToken)));
            }
        }
        var findings = new LintFindings();
        ChartFileRules.Check(files[0], findings);
        await ValuesRules.CheckAsync(files, await ValuesBuilder.BuildAsync(options.Values, cancellationToken), options, findings, cancellationToken);
        Unloadable(findings, problem);
        return findings.All;
    }

    private static void Unloadable(LintFindings findings, string problem)
    {
        findings.Error("templates/", problem);
        findings.Error("", "unable to load chart\n\t" + problem);
    }

    private static async Task<byte[]> CheckedAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        ChartArchive.CheckIsGzip(bytes, path);
        return bytes;
    }

    private static async Task<IReadOnlyList<(string, string, string)>> LintAsync(List<ChartFile> files, string place, TemplateOptions options, CancellationToken cancellationToken)
    {
        var values = await ValuesBuilder.BuildAsync(options.Values, cancellationToken);
        var findings = new LintFindings();
        if (files.Find(file => file.Name == "Chart.yaml") is { } metadata)
        {
            ChartFileRules.Check(metadata, findings);
        }
        await ValuesRules.CheckAsync(files, values, options, findings, cancellationToken);
        Chart chart;
        try
        {
            chart = ChartAssembler.Assemble(files, ChartLimits.Default, 0);
        }
        catch (OptaException e)
        {
            Unloadable(findings, e.Diagnostics[0].Message);
            return findings.All;
        }
        await TemplateRules.CheckAsync(chart, values, options, findings, cancellationToken);
        Dependencies(chart, place, findings);
        return findings.All;
    }

    private static void Dependencies(Chart chart, string place, LintFindings findings)
    {
        var declared = chart.Metadata.Dependencies ?? [];
        var unknown = chart.Dependencies.Select(found => found.Name).Where(name => declared.All(d => d.Name != name)).ToList();
        var twice = declared.GroupBy(d => d.Alias.Length > 0 ? d.Alias : d.Name).SelectMany(group => group.Skip(1).Select(_ => group.Key)).ToList();
        var missing = declared.Select(d => d.Name).Where(name => chart.Dependencies.All(found => found.Name != name)).ToList();
        findings.Error(place, unknown.Count > 0 ? "chart metadata is missing these dependencies: " + string.Join(',', unknown) : null);
        findings.Error(place, twice.Count > 0 ? "multiple dependencies with name or alias: " + string.Join(',', twice) : null);
        findings.Warning(place, missing.Count > 0 ? "chart directory is missing these dependencies: " + string.Join(',', missing) : null);
    }
}
