using OptaPS.Diagnostics;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Json;

namespace OptaPS.Engine.Planning;

/// <summary>Which addresses a plan may touch.</summary>
internal static class PlanScope
{
    /// <summary>Applies targets and excludes, with their closures.</summary>
    /// <param name="dependencies">The addresses and their dependencies; for orphans as recorded.</param>
    /// <param name="options">Targets and excludes.</param>
    /// <exception cref="OptaException">A name matches nothing (OPTA2008).</exception>
    internal static IReadOnlySet<string> Of(DirectedGraph dependencies, PlanOptions options)
    {
        // A destroy of some resources must take along what depends on them; an apply what they depend on.
        var included = options.Targets.Count == 0
            ? new HashSet<string>(dependencies.Names, StringComparer.Ordinal)
            : Close(options.Targets.SelectMany(target => Find(target, dependencies)), inverse: options.Destroy);
        included.ExceptWith(Close(options.Excludes.SelectMany(exclude => Find(exclude, dependencies)), inverse: !options.Destroy));
        return included;

        HashSet<string> Close(IEnumerable<string> from, bool inverse) => inverse ? dependencies.DependentsOf(from) : dependencies.NeedsOf(from);
    }

    private static List<string> Find(string name, DirectedGraph dependencies)
    {
        var found = name.EndsWith("/*", StringComparison.Ordinal)
            ? dependencies.Names.Where(address => address.StartsWith(name[..^1], StringComparison.Ordinal)).ToList()
            : [.. dependencies.Names.Where(address => address == name)];
        return found.Count > 0
            ? found
            : throw new OptaException(new Diagnostic("OPTA2008", Severity.Error, $"There is no resource '{name}' to plan.")
            {
                Category = DiagnosticCategory.ObjectNotFound,
                Nearest = NearestName.Of(name, dependencies.Names),
            });
    }
}
