using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reading;

/// <summary>Checks variables as a whole.</summary>
internal static class Variables
{
    /// <summary>Reports values for names that neither the file nor its environment declares, and declared names without a value.</summary>
    public static void ReportUndeclared(LayerDraft draft, IReadOnlyList<InputVariable> own, IReadOnlyList<InputVariable> parents)
    {
        var context = draft.Context;
        var names = own.Concat(parents).Select(variable => variable.Name).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in context.Options.Variables.Keys.Where(name => !names.Contains(name, StringComparer.Ordinal)))
        {
            context.Error(
                Codes.VariableUndeclared,
                draft.Find("input_variables") ?? draft.Root,
                $"The variable {Quote.Of(name)} was given but is not declared.",
                names.Count == 0 ? "no variable is declared" : string.Join(", ", names),
                NearestName.Of(name, names),
                "Declare it under 'input_variables'.");
        }

        ReportMissing(draft, own);
    }

    /// <summary>Reports declared variables that have no value, unless the options allow that.</summary>
    public static void ReportMissing(LayerDraft draft, IReadOnlyList<InputVariable> variables)
    {
        if (draft.Context.Options.AllowMissingVariables)
        {
            return;
        }

        foreach (var variable in variables.Where(variable => variable.Value is null))
        {
            draft.Context.Findings.Error(Codes.VariableMissing, draft.Context.Source, variable.Location.Line, variable.Location.Column, $"The variable {Quote.Of(variable.Name)} has no value.", "a value or a default", remedy: $"Pass --var {variable.Name}=<value>, or give it a default.");
        }
    }
}
