using OptaPS.Helm.Functions;

namespace OptaPS.Helm.Rendering;

/// <summary>Works out which dependencies take part, under which names, and what values they hand up.</summary>
internal static class DependencyProcessor
{
    public static void Process(ChartNode chart, GoMap values)
    {
        Enable(chart, values, "");
        ImportValues(chart);
    }

    /// <summary>Names of dependencies that are declared but not there.</summary>
    public static void CheckPresent(Chart chart)
    {
        var missing = (chart.Metadata.Dependencies ?? []).Where(d => !chart.Dependencies.Any(c => c.Name == d.Name)).Select(d => d.Name).ToList();
        if (missing.Count > 0)
        {
            throw HelmError.Of(
                HelmError.Dependencies,
                "An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: "
                + string.Join(", ", missing));
        }
    }

    private static void Enable(ChartNode chart, GoMap values, string path)
    {
        if (chart.Requirements is not { } requirements)
        {
            return;
        }
        var nodes = chart.Dependencies.Where(d => !requirements.Exists(r => Fits(d, r))).ToList();
        foreach (var requirement in requirements)
        {
            if (chart.Dependencies.Find(d => Fits(d, requirement)) is { } found)
            {
                nodes.Add(found.Alias(requirement.Entry.Alias));
            }
            if (requirement.Entry.Alias.Length > 0)
            {
                requirement.Name = requirement.Entry.Alias;
            }
        }
        chart.SetDependencies(nodes);
        var coalesced = Coalescer.Coalesce(chart, values);
        foreach (var requirement in requirements)
        {
            requirement.Enabled = ByTags(requirement, coalesced);
            ByCondition(requirement, coalesced, path);
        }
        var removed = requirements.Where(r => !r.Enabled).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var kept = chart.Dependencies.Where(d => !removed.Contains(d.Name)).ToList();
        foreach (var child in kept)
        {
            Enable(child, coalesced, path + child.Name + ".");
        }
        chart.Requirements = requirements.Where(r => !removed.Contains(r.Name)).ToList();
        if (chart.Requirements.Count == 0)
        {
            chart.Requirements = null;
        }
        chart.SetDependencies(kept);
    }

    private static bool Fits(ChartNode chart, Requirement requirement) =>
        chart.Name == requirement.Name && SemverConstraint.IsCompatible(requirement.Entry.Version, chart.Chart.Version);

    private static bool ByTags(Requirement requirement, GoMap values)
    {
        if (ValuePath.Table(values, "tags") is not { } tags)
        {
            return true;
        }
        bool on = false, off = false;
        foreach (var tag in requirement.Entry.Tags)
        {
            if (tags.TryGetValue(tag, out var value) && value is bool b)
            {
                on |= b;
                off |= !b;
            }
        }
        return on || !off;
    }

    private static void ByCondition(Requirement requirement, GoMap values, string path)
    {
        foreach (var condition in requirement.Entry.Condition.Trim().Split(','))
        {
            if (condition.Length > 0 && ValuePath.TryScalar(values, path + condition, out var value) && value is bool b)
            {
                requirement.Enabled = b;
                return;
            }
        }
    }

    private static void ImportValues(ChartNode chart)
    {
        foreach (var child in chart.Dependencies)
        {
            ImportValues(child);
        }
        if (chart.Requirements is not { } requirements)
        {
            return;
        }
        var values = Coalescer.Merge(chart, null);
        var imported = new GoMap();
        foreach (var requirement in requirements)
        {
            foreach (var item in requirement.Entry.ImportValues?.Items ?? [])
            {
                var (child, parent) = item switch
                {
                    GoMap map => (GoPrinter.ToText(map["child"]), GoPrinter.ToText(map["parent"])),
                    string name => ("exports." + name, "."),
                    _ => ("", ""),
                };
                if (child.Length > 0 && ValuePath.Table(values, requirement.Name + "." + child) is { } table)
                {
                    imported = Coalescer.Tables(imported, AtPath(parent, DeepCopy.Of(table)), merge: true);
                }
            }
        }
        chart.Values = Coalescer.Tables(DeepCopy.Of(values), imported, merge: true);
    }

    private static GoMap AtPath(string path, GoMap table)
    {
        if (path == ".")
        {
            return table;
        }
        var names = path.Split('.');
        for (var i = names.Length - 1; i >= 0; i--)
        {
            var outer = new GoMap();
            outer[names[i]] = table;
            table = outer;
        }
        return table;
    }
}
