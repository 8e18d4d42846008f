namespace OptaPS.Engine.Providers;

/// <summary>What happens to one object inside a composite resource.</summary>
/// <param name="Name">Kind, namespace and name, for example <c>Deployment hello/app</c>.</param>
/// <param name="Action">What happens to it.</param>
/// <param name="Properties">The fields that change.</param>
public sealed record ChildChange(string Name, PlannedAction Action, IReadOnlyList<PropertyChange> Properties);
