using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Parents;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Reading;

/// <summary>Builds a service together with its environment.</summary>
internal sealed class ServiceBuilder(LayerBuilder builder, LayerDraft draft, string displayBase)
{
    public async Task<(LayerFile? Document, EnvironmentFile? Parent)> BuildAsync(CancellationToken cancellationToken)
    {
        var reader = new EnvironmentListReader(draft);
        var entries = reader.Read();
        var chosen = reader.Choose(entries);
        var environments = entries.ConvertAll(entry => entry.Entry);
        var parent = chosen is { } entry ? await LoadParentAsync(entry.Entry.Path, entry.PathNode, cancellationToken) : null;
        if (draft.Context.Options.CheckAllEnvironments)
        {
            foreach (var other in entries.Where(other => other.Entry != chosen?.Entry))
            {
                await LoadParentAsync(other.Entry.Path, other.PathNode, cancellationToken);
            }
        }

        return (builder.BuildService(draft, environments, chosen?.Entry, parent), parent);
    }

    private async Task<EnvironmentFile?> LoadParentAsync(string path, SourceNode at, CancellationToken cancellationToken)
    {
        var context = draft.Context;
        if (await new ParentResolver(context, displayBase).ReadAsync(path, at, cancellationToken) is not { } found)
        {
            return null;
        }

        var parentContext = context with { Source = found.Source, BaseDirectory = found.Folder, Findings = new Reporting.FindingBag() };
        var parentDraft = TopLevelReader.Read(parentContext);
        EnvironmentFile? parent = null;
        if (parentDraft?.Kind == LayerKind.Service)
        {
            context.Error(Codes.ParentCycle, at, $"The file {Quote.Of(path)} is a service file itself.", "an environment file, one with 'providers'");
            return null;
        }

        if (parentDraft is not null)
        {
            parent = builder.BuildEnvironment(parentDraft, reportUndeclared: false);
            Variables.ReportMissing(parentDraft, parent?.InputVariables ?? []);
        }

        context.Findings.AddAll(parentContext.Findings);
        if (parentContext.Findings.HasErrors)
        {
            context.Error(Codes.ParentBroken, at, $"The environment file {Quote.Of(path)} has errors; see below.");
            return null;
        }

        return parent;
    }
}
