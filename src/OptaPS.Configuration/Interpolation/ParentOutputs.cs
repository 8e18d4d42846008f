using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Interpolation;

/// <summary>The outputs that a service can read from its environment.</summary>
internal sealed class ParentOutputs
{
    private readonly Dictionary<string, (string? Module, string? Output)> outputs = new(StringComparer.Ordinal)
    {
        ["state_storage"] = (null, null), ["providers"] = (null, null),
    };

    private readonly Dictionary<string, List<string>> prefixed = new(StringComparer.Ordinal);

    public ParentOutputs(EnvironmentFile parent)
    {
        // Opta names the outputs of a type that is used twice <module>_<output>; here these names can be read.
        foreach (var group in parent.Modules.GroupBy(module => module.Type, StringComparer.Ordinal))
        {
            var several = group.Count() > 1;
            foreach (var module in group)
            {
                foreach (var output in module.Schema.Outputs.Where(output => output.IsLayerOutput))
                {
                    var longName = module.Name + "_" + output.Name;
                    outputs.TryAdd(several ? longName : output.Name, (module.Name, output.Name));
                    if (several)
                    {
                        (prefixed.TryGetValue(output.Name, out var list) ? list : prefixed[output.Name] = []).Add(longName);
                    }
                }
            }
        }
    }

    public IEnumerable<string> Names => outputs.Keys;

    public ParentOutputSegment? Find(string name, IReadOnlyList<string> path) =>
        outputs.TryGetValue(name, out var found) ? new ParentOutputSegment(name, found.Module, found.Output, path) : null;

    /// <summary>The long names of an output whose type occurs twice; empty otherwise.</summary>
    public IReadOnlyList<string> LongNamesOf(string name) => prefixed.GetValueOrDefault(name) ?? [];
}
