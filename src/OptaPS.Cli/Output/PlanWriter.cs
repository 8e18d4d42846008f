using System.Globalization;
using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.Cli.Output;

/// <summary>Prints a plan as text: counts and at most 20 lines, what is dangerous first; every resource and property on demand.</summary>
internal static class PlanWriter
{
    public static void Write(PlanView plan, TextWriter output, bool detail)
    {
        var layer = plan.ServiceName is null ? plan.EnvironmentName : $"{plan.EnvironmentName}/{plan.ServiceName}";
        output.WriteLine(LogCommands.DefuseLine($"Plan for {layer} on {plan.Target}: {plan.Summary}{Duration(plan)}"));
        foreach (var note in plan.Notes)
            output.WriteLine($"  note: {note}");

        if (detail)
            WriteItems(plan, output);
        else
            WriteLines(plan, output);
    }

    /// <summary>A duration in words that fit its size: <c>40 s</c>, <c>14 min</c>, <c>1 h 5 min</c>.</summary>
    public static string Words(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : time.TotalMinutes < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMinutes):0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min");

    private static string Duration(PlanView plan) => plan.HasChanges && plan.EstimatedDuration > TimeSpan.Zero ? $", about {Words(plan.EstimatedDuration)}" : "";

    private static void WriteLines(PlanView plan, TextWriter output)
    {
        foreach (var line in plan.Lines)
            output.WriteLine(LogCommands.DefuseLine($"  {line}"));
        if (plan.Lines.Count > 0)
            output.WriteLine("  ('opta plan --detail' shows every resource and property)");
    }

    private static void WriteItems(PlanView plan, TextWriter output)
    {
        foreach (var item in plan.Items.Where(item => item.Action != "None" || item.Refusal is not null))
        {
            var risk = item.Risk == "None" ? "" : $"  [{item.Risk}]";
            var exact = item.Exact ? "" : "  (exact at apply)";
            var time = item.EstimatedDuration > TimeSpan.Zero ? $"  ~{Words(item.EstimatedDuration)}" : "";
            output.WriteLine($"  {item.Action,-8} {item.Address,-44} {item.Type}{risk}{time}{exact}");
            if (item.Refusal is { } refusal)
                output.WriteLine(LogCommands.DefuseLine($"             {refusal}"));
            if (item.Action is not ("Create" or "Delete") || item.Risk != "None")
            {
                foreach (var reason in item.Reasons)
                    output.WriteLine(LogCommands.DefuseLine($"             because {reason}"));
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
            output.WriteLine(LogCommands.DefuseLine($"{indent}{property.Path}: {property.Before ?? "(absent)"} -> {property.After ?? "(absent)"}{forces}{drift}{source}"));
        }
    }
}
