using OptaPS.Configuration;
using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning.Imports;
using OptaPS.Engine.Providers;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.States;
using OptaPS.Operations.Targets;
using OptaPS.Operations.Views;
using OptaPS.Requests;

namespace OptaPS.Operations.Imports;

/// <summary>Takes existing resources over into a layer's state. The dry run always comes first; nothing outside is changed.</summary>
internal static class ImportOperation
{
    public static async Task<ImportResult> RunAsync(ImportRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var identifiers = await IdentifiersAsync(request, cancellationToken);
        var loaded = await LayerLoader.LoadAsync(request.Target, request.Path, request.Environment, request.Variables, sink, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(loaded.Provider), StateChoice.Of(loaded));
        var layer = loaded.Layer;
        var overlay = new Dictionary<string, OverlayEntry>(await session.Engine.ReadOverlayAsync(layer.ToString(), cancellationToken), StringComparer.Ordinal);
        var source = LayerSource.Of(loaded.File, loaded.Provider);
        var writes = LayerSource.Read(overlay) is null ? [source.ToEntry("import", session.Actor, session.Now)] : new List<OverlayEntry>();
        var graph = await LayerCompilation.CompileAsync(session, loaded, overlay, cancellationToken);
        var plan = await session.Engine.PlanImportAsync(graph, identifiers, new EngineEvents(sink), cancellationToken);

        var found = new ImportResult(layer.Environment, layer.Service, "Planned", target.Name, [.. plan.Resources.Select(resource => Item(resource, "Found"))]);
        if (plan.Resources.All(resource => resource.Known))
            return found with { Status = "Unchanged" };
        foreach (var replaced in plan.Resources.Where(resource => resource.Next.Action == PlannedAction.Replace))
            sink.Report(WouldReplace(replaced));
        if (request.PlanOnly || !await sink.ConfirmAsync(View(plan, layer, target.Name), cancellationToken))
            return found;
        await session.Engine.ImportAsync(plan, writes, cancellationToken);
        return found with { Status = "Imported", Items = [.. plan.Resources.Select(resource => Item(resource, "Imported"))] };
    }

    private static async Task<IReadOnlyDictionary<string, string>> IdentifiersAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var identifiers = new Dictionary<string, string>(request.Identifiers, StringComparer.Ordinal);
        if (request.IdentifierFile is { } file)
        {
            if (await DataFile.ReadAsync(file, request.Target.WorkingFolder, cancellationToken) is not ConfigMap map)
                throw Wrong("The file of a batch is a map of addresses and identifiers.", null);
            foreach (var entry in map.Entries)
            {
                if (entry.Value is not ConfigScalar { Text.Length: > 0 } identifier)
                    throw Wrong($"The identifier of '{entry.Key}' is not one text.", entry.KeyLocation);
                identifiers[entry.Key] = identifier.Text;
            }
        }

        return identifiers.Count > 0 ? identifiers : throw Wrong("Nothing is given to import.", null);
    }

    private static OptaException Wrong(string message, SourceLocation? place) => new(new Diagnostic("OPTA7064", Severity.Error, message)
    {
        Location = place,
        Category = DiagnosticCategory.InvalidArgument,
        Allowed = "addresses with identifiers, for example base/vpc=vpc-0a1b, or a YAML file of such pairs",
        Remedy = "Give the address as a plan of the file shows it, and the identifier as the cloud lists it.",
    });

    private static ImportedItem Item(ImportedResource resource, string outcome) =>
        new(resource.Address, resource.Next.Type.ToString(), resource.Identifier, resource.Known ? "Known" : outcome)
        {
            NextAction = resource.Next.Action.ToString(),
            Risk = resource.Next.Risk.ToString(),
            Reasons = resource.Next.Reasons,
            Properties = [.. resource.Next.Properties.Select(PlanViews.Property)],
        };

    private static PlanView View(ImportPlan plan, LayerName layer, string target)
    {
        var items = plan.Resources.Where(resource => !resource.Known).Select(resource => new PlanItem(resource.Address, resource.Next.Type.ToString(), "Adopt")
        {
            Reasons = [$"{resource.Identifier} exists", .. resource.Next.Action == PlannedAction.None ? [] : new[] { $"the next apply will {resource.Next.Action.ToString().ToLowerInvariant()} it" }, .. resource.Next.Reasons],
        }).ToList();
        return new PlanView(layer.Environment, layer.Service, target, items)
        {
            Lines = [.. items.Take(20).Select(item => $"adopt   {item.Address} ({item.Type}): {string.Join("; ", item.Reasons)}")],
        };
    }

    private static Diagnostic WouldReplace(ImportedResource resource) => new("OPTA7065", Severity.Warning, $"The next apply would replace '{resource.Address}' ({resource.Identifier}): {string.Join("; ", resource.Next.Reasons)}.")
    {
        Resource = resource.Address,
        Evidence = [.. resource.Next.Properties.Where(property => property.ForcesReplace).Select(property => $"{property.Path}: {property.Before?.ToJsonString() ?? "(absent)"} -> {property.After?.ToJsonString() ?? "(absent)"}")],
        Remedy = "Set these values in the file to what the resource has before you apply.",
    };
}
