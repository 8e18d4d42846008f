using OptaPS.Diagnostics;
using OptaPS.Engine.Json;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>The providers of an engine by name.</summary>
internal sealed class ProviderSet
{
    private readonly Dictionary<string, IResourceProvider> byName;

    internal ProviderSet(IEnumerable<IResourceProvider> providers) =>
        byName = providers.ToDictionary(provider => provider.Name, StringComparer.Ordinal);

    internal IEnumerable<IResourceProvider> All => byName.Values;

    /// <exception cref="OptaException">No provider has that name (OPTA2004).</exception>
    internal IResourceProvider Of(ResourceType type, string address) => byName.TryGetValue(type.Provider, out var provider)
        ? provider
        : throw new OptaException(new Diagnostic("OPTA2004", Severity.Error, $"There is no provider '{type.Provider}' for '{type}'.")
        {
            Resource = address,
            Category = DiagnosticCategory.ObjectNotFound,
            Allowed = string.Join(", ", byName.Keys.Order(StringComparer.Ordinal)),
            Nearest = NearestName.Of(type.Provider, byName.Keys),
        });

    internal ResourceTraits TraitsOf(ResourceType type, string address) => Of(type, address).TraitsOf(type.Name);
}
