using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Interpolation;
using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Reading;

/// <summary>Builds layers from drafts.</summary>
internal sealed class LayerBuilder(ModuleSchemaCatalog catalog)
{
    /// <summary>Builds an environment or a bring-your-own-cluster file; null when it has no usable provider.</summary>
    public EnvironmentFile? BuildEnvironment(LayerDraft draft, bool reportUndeclared)
    {
        var context = draft.Context;
        var variables = new VariableReader(draft).Read(null);
        var scope = Scope(draft, variables, null, draft.Name, null, []);
        var provider = new ProviderReader(draft, new Interpolator(context, scope)).Read();
        var drafts = new ModuleListReader(draft, provider?.Kind, catalog).Read();
        if (reportUndeclared)
        {
            Variables.ReportUndeclared(draft, variables, []);
        }

        var full = Scope(draft, variables, provider, draft.Name, null, drafts);
        var modules = new ModuleReader(context, new Interpolator(context, full), drafts, catalog).Read(draft.Name, draft.Name);
        return provider is null ? null : new EnvironmentFile
        {
            Name = draft.Name, OrgName = draft.OrgName, Path = context.Source.Path, BaseDirectory = context.BaseDirectory, Location = context.At(draft.Root),
            Modules = modules, InputVariables = variables, Provider = provider, ContentHash = context.Source.Hash,
        };
    }

    /// <summary>Builds a service; without a parent only the checks run that need none.</summary>
    public ServiceFile? BuildService(LayerDraft draft, IReadOnlyList<EnvironmentReference> entries, EnvironmentReference? chosen, EnvironmentFile? parent)
    {
        var context = draft.Context;
        var variables = new VariableReader(draft).Read(chosen?.Variables);
        var drafts = new ModuleListReader(draft, parent?.Provider.Kind, catalog).Read();
        if (parent is null || chosen is null)
        {
            return null;
        }

        Variables.ReportUndeclared(draft, variables, parent.InputVariables);
        if (parent.Name == draft.Name)
        {
            context.Error(Codes.SameNameAsParent, draft.NameNode ?? (SourceNode)draft.Root, $"The service has the same name as its environment, {Quote.Of(draft.Name)}.", "another name");
        }

        var scope = Scope(draft, variables, parent.Provider, parent.Name, new ParentOutputs(parent), drafts) with { ParentName = parent.Name };
        var modules = new ModuleReader(context, new Interpolator(context, scope), drafts, catalog).Read(parent.Name, draft.Name);
        return new ServiceFile
        {
            Name = draft.Name, OrgName = parent.OrgName, Path = context.Source.Path, BaseDirectory = context.BaseDirectory, Location = context.At(draft.Root),
            Modules = modules, InputVariables = variables, Environments = entries, Environment = chosen, Provider = parent.Provider, ContentHash = context.Source.Hash,
        };
    }

    private static InterpolationScope Scope(LayerDraft draft, IReadOnlyList<InputVariable> variables, CloudProvider? provider, string environment, ParentOutputs? parent, IReadOnlyList<ModuleDraft> drafts) => new()
    {
        Environment = environment,
        LayerName = draft.Name,
        ParentName = null,
        Provider = provider,
        Variables = variables.ToDictionary(variable => variable.Name, StringComparer.Ordinal),
        Parent = parent,
        Modules = drafts.ToDictionary(module => module.Name, module => module.Schema, StringComparer.Ordinal),
        AllowMissingVariables = draft.Context.Options.AllowMissingVariables,
    };
}
