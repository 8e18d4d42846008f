using System.Text.Json.Nodes;
using OptaPS.Engine.State;

namespace OptaPS.Operations.Services;

/// <summary>A service module as its layer's state records it: a Helm release of the service chart.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="ModuleName">The module, which is also the Deployment's and the Service's name.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Connection">The cluster.</param>
internal sealed record DeployedModule(string ServiceName, string ModuleName, string Namespace, JsonObject Connection)
{
    /// <summary>The modules that a service layer's state records.</summary>
    public static IEnumerable<DeployedModule> Of(LayerState state)
    {
        // A service file that stands alone is a layer of its own, without an environment around it.
        var layer = LayerName.Parse(state.Layer);
        var service = layer.Service ?? layer.Environment;
        return state.Resources.Values
            .Where(record => record.Type is { Provider: "helm", Name: "release" } && record.Connection is not null && record.Applied?["values"]?["module"] is not null)
            .OrderBy(record => record.Address, StringComparer.Ordinal)
            .Select(record => new DeployedModule(
                service,
                record.Applied!["values"]!["module"]!.GetValue<string>(),
                record.Applied["namespace"]?.GetValue<string>() ?? service,
                record.Connection!));
    }
}
