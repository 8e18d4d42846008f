using System.Text.Json.Nodes;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Providers;

/// <summary>What every provider call is about.</summary>
/// <param name="Address">The resource's address in its layer.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Connection">The resolved connection document, for resources behind one.</param>
public abstract record ProviderRequest(string Address, string TypeName, Ownership Owner, JsonObject? Connection)
{
    /// <summary>Receives what is going on in words, for the progress display. May be called from any thread.</summary>
    public IProgress<string>? Progress { get; init; }

    /// <summary>JSON pointers of secrets in the documents of this request.</summary>
    public IReadOnlyList<string> SensitivePaths { get; init; } = [];
}
