using OptaPS.Objects;

namespace OptaPS.Cli.Output;

/// <summary>Prints a plan as text: summary first, then what changes and why.</summary>
internal static class PlanWriter
{
    public static void Write(PlanView plan, TextWriter output)
    {
        var layer = plan.ServiceName is null ? plan.EnvironmentName : $"{plan.EnvironmentName}/{plan.ServiceName}";
        output.WriteLine($"Plan for {layer} on {plan.Target}: {plan.Summary}");
        foreach (var note in plan.Notes)
            output.WriteLine($"  note: {note}");

        foreach (var item in plan.Items.Where(item => item.Action != "None"))
        {
            var risk = item.Risk == "None" ? "" : $"  [{item.Risk}]";
            var exact = item.Exact ? "" : "  (exact at apply)";
            output.WriteLine($"  {item.Action,-8} {item.Address,-44} {item.Type}{risk}{exact}");
            if (item.Action is not ("Create" or "Delete") || item.Risk != "None")
            {
                foreach (var reason in item.Reasons)
                    output.WriteLine($"             because {reason}");
            }

            if (item.Action is "Update" or "Replace")
                WriteProperties(item, "             ", output);

            foreach (var child in item.Children.Where(child => child.Action != "None"))
            {
                output.WriteLine($"           {child.Action,-8} {child.Address}");
                if (child.Action is "Update" or "Replace")
                    WriteProperties(child, "                    ", output);
            }
        }
    }

    private static void WriteProperties(PlanItem item, string indent, TextWriter output)
    {
        foreach (var property in item.Properties)
        {
            var source = property.Source is null ? "" : $"  [{property.Source}]";
            var forces = property.ForcesReplace ? " (forces replacement)" : "";
            var drift = property.Drift ? " (changed outside OptaPS)" : "";
            output.WriteLine($"{indent}{property.Path}: {property.Before ?? "(absent)"} -> {property.After ?? "(absent)"}{forces}{drift}{source}");
        }
    }
}
