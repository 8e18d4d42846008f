using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning.Imports;

/// <summary>One existing resource that a layer takes over.</summary>
/// <param name="Address">The address that it gets.</param>
/// <param name="Identifier">The system's identifier.</param>
/// <param name="Known">True when the layer records it under this address already; nothing is written then.</param>
/// <param name="Next">What the next apply does with it: nothing, or which of its properties it changes.</param>
public sealed record ImportedResource(string Address, string Identifier, bool Known, PlannedResource Next)
{
    /// <summary>What is recorded.</summary>
    internal ResourceRecord Record { get; init; } = new(Address, default);
}
