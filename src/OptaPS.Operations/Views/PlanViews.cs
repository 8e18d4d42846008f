using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Objects;

namespace OptaPS.Operations.Views;

/// <summary>Makes the plan that people and scripts see of the engine's plan.</summary>
internal static class PlanViews
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PlanView Of(Plan plan, LayerName layer, string target, IReadOnlyList<string> notes) =>
        new(layer.Environment, layer.Service, target, [.. plan.Resources.Where(resource => resource.InScope).Select(Item).OrderBy(Rank).ThenBy(item => item.Address, StringComparer.Ordinal)])
        {
            Notes = notes,
            Warnings = plan.Warnings,
            LeftOut = plan.Summary.LeftOut,
            Lines = plan.Summary.Lines,
            EstimatedDuration = plan.Summary.EstimatedDuration,
        };

    private static PlanItem Item(PlannedResource resource) => new(resource.Address, resource.Type.ToString(), resource.Action.ToString())
    {
        Risk = resource.Risk.ToString(),
        Reasons = resource.Reasons,
        Exact = resource.Exact,
        EstimatedDuration = resource.EstimatedDuration,
        Refusal = resource.Refusal?.Message,
        Properties = [.. resource.Properties.Select(Property)],
        Children = [.. resource.Children.Where(child => child.Action != PlannedAction.None).Select(child => new PlanItem(child.Name, "", child.Action.ToString())
        {
            Properties = [.. child.Properties.Select(Property)],
        })],
    };

    internal static PlanProperty Property(PropertyChange change) => new(
        change.Path,
        Text(change.Before),
        change.Unknown ? "(known after apply)" : Text(change.After))
    {
        ForcesReplace = change.ForcesReplace,
        Drift = change.Drift,
        Source = change.Source,
    };

    private static string? Text(JsonNode? value) => value?.ToJsonString(Plain);

    // What can hurt comes first, what stays comes last.
    private static int Rank(PlanItem item) => (item.Action, item.Risk) switch
    {
        (_, "DataLoss") => 0,
        (_, "Downtime") => 1,
        ("Delete", _) => 2,
        ("Replace", _) => 3,
        ("Update", _) => 4,
        ("Create", _) => 5,
        ("None", _) => 9,
        _ => 6,
    };
}
