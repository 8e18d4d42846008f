using System.Text.Json.Nodes;

namespace OptaPS.Clouds.Aws.Services;

/// <summary>A resource as Cloud Control gives it.</summary>
/// <param name="Identifier">Its primary identifier.</param>
/// <param name="Properties">Its properties; of a list often only the identifier.</param>
internal sealed record ListedResource(string Identifier, JsonObject Properties);
