using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases.Hooks;

/// <summary>Which hooks run at an event, in which order: weight, then kind in install order, then name.</summary>
internal static class HookOrder
{
    /// <summary>The hooks with their places in the record.</summary>
    public static IReadOnlyList<(int Index, ReleaseHook Hook)> For(IReadOnlyList<ReleaseHook> hooks, string @event) =>
    [
        .. hooks.Select((hook, index) => (Index: index, Hook: hook))
            .Where(entry => entry.Hook.Events.Contains(@event))
            .OrderBy(entry => entry.Hook.Weight)
            .ThenBy(entry => ObjectOrder.OfInstall(entry.Hook.Kind))
            .ThenBy(entry => entry.Hook.Kind, StringComparer.Ordinal)
            .ThenBy(entry => entry.Hook.Name, StringComparer.Ordinal),
    ];
}
