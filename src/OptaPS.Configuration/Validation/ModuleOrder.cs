using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Reading;

namespace OptaPS.Configuration.Validation;

/// <summary>Checks that needed modules are in the file and that <c>depends_on</c> has no cycle.</summary>
internal static class ModuleOrder
{
    public static void Check(LoadContext context, IReadOnlyList<ModuleDeclaration> modules, IReadOnlyList<ModuleDraft> drafts)
    {
        for (var index = 0; index < modules.Count; index++)
        {
            foreach (var need in modules[index].Schema.Needs.Where(need => !modules.Any(other => other.Type == need)))
            {
                context.Error(Codes.ModuleOrder, drafts[index].TypeNode, $"A module of type '{modules[index].Type}' needs one of type '{need}' in the same file.", $"- type: {need}");
            }
        }

        var byName = modules.ToDictionary(module => module.Name, StringComparer.Ordinal);
        for (var index = 0; index < modules.Count; index++)
        {
            if (Reaches(modules[index], modules[index].Name, byName))
            {
                context.Error(Codes.DependsOnCycle, drafts[index].Node.Find("depends_on")?.Value ?? drafts[index].Node, $"The module '{modules[index].Name}' waits for itself.", "depends_on without a circle");
                return;
            }
        }
    }

    private static bool Reaches(ModuleDeclaration from, string target, Dictionary<string, ModuleDeclaration> byName)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from.DependsOn);
        while (open.TryPop(out var name))
        {
            if (name == target)
            {
                return true;
            }

            if (seen.Add(name))
            {
                foreach (var next in byName[name].DependsOn)
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }
}
