using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Reading;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;

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

        for (var index = 0; index < modules.Count; index++)
        {
            CheckLinkedModule(context, modules[index], modules, drafts[index]);
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

    // The input names the module that gets the root records, by name or type.
    private static void CheckLinkedModule(LoadContext context, ModuleDeclaration module, IReadOnlyList<ModuleDeclaration> modules, ModuleDraft draft)
    {
        if (module.Inputs["linked_module"] is not ConfigScalar { Text.Length: > 0 } linked || modules.Any(other => other != module && (other.Name == linked.Text || other.WrittenType == linked.Text || other.Type == linked.Text)))
        {
            return;
        }

        var names = modules.Where(other => other != module).Select(other => other.Name).ToList();
        context.Error(Codes.LinkTarget, draft.Node.Find("linked_module")!.Value, $"No other module of this file has the name or type {Quote.Of(linked.Text)}.", names.Count == 0 ? "the name or type of a module" : string.Join(", ", names), Nearest.Of(linked.Text, names));
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
