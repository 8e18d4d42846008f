using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Validation;

/// <summary>Checks that needed modules are in the file and that <c>depends_on</c> has no cycle.</summary>
internal static class ModuleOrder
{
    public static void Check(LoadContext context, IReadOnlyList<ModuleDeclaration> modules, IReadOnlyList<ModuleDraft> drafts)
    {
        var types = modules.Select(module => module.Type).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < modules.Count; index++)
        {
            foreach (var need in modules[index].Schema.Needs.Where(need => !types.Contains(need)))
            {
                context.Error(Codes.ModuleOrder, drafts[index].TypeNode, $"A module of type '{modules[index].Type}' needs one of type '{need}' in the same file.", $"- type: {need}");
            }
        }

        for (var index = 0; index < modules.Count; index++)
        {
            CheckLinkedModule(context, modules[index], modules, drafts[index]);
        }

        if (FirstInCycle(modules) is { } name)
        {
            var draft = drafts.First(candidate => candidate.Name == name);
            context.Error(Codes.DependsOnCycle, draft.Node.Find("depends_on")?.Value ?? draft.Node, $"The module '{name}' waits for itself.", "depends_on without a circle");
        }
    }

    // The input names the module that gets the root records, by name or type.
    private static void CheckLinkedModule(LoadContext context, ModuleDeclaration module, IReadOnlyList<ModuleDeclaration> modules, ModuleDraft draft)
    {
        if (module.Inputs["linked_module"] is not ConfigScalar { Text.Length: > 0 } linked || modules.Any(other => other != module && (other.Name == linked.Text || other.WrittenType == linked.Text || other.Type == linked.Text)))
        {
            return;
        }

        var names = modules.Where(other => other != module).Select(other => other.Name).ToList();
        context.Error(Codes.LinkTarget, draft.Node.Find("linked_module")!.Value, $"No other module of this file has the name or type {Quote.Of(linked.Text)}.", names.Count == 0 ? "the name or type of a module" : string.Join(", ", names), NearestName.Of(linked.Text, names));
    }

    // Takes away modules that wait for nothing until only circles (and what waits for them) are left.
    private static string? FirstInCycle(IReadOnlyList<ModuleDeclaration> modules)
    {
        var waiting = modules.ToDictionary(module => module.Name, module => module.DependsOn.Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        var followers = modules.SelectMany(module => module.DependsOn.Distinct(StringComparer.Ordinal).Select(on => (on, module.Name))).ToLookup(pair => pair.on, pair => pair.Name, StringComparer.Ordinal);
        var ready = new Stack<string>(waiting.Where(pair => pair.Value == 0).Select(pair => pair.Key));
        while (ready.TryPop(out var name))
        {
            waiting.Remove(name);
            foreach (var follower in followers[name].Where(follower => --waiting[follower] == 0))
            {
                ready.Push(follower);
            }
        }

        if (waiting.Count == 0)
        {
            return null;
        }

        // Following what is left always ends in a circle.
        var byName = modules.ToDictionary(module => module.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = modules.First(module => waiting.ContainsKey(module.Name)).Name;
        while (seen.Add(at))
        {
            at = byName[at].DependsOn.First(waiting.ContainsKey);
        }

        return at;
    }
}
