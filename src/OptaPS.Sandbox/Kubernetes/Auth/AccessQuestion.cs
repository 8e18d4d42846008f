using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Kubernetes.Auth;

/// <summary>May this user do that?</summary>
internal sealed record AccessQuestion(VerifiedUser User, string Verb)
{
    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Path of a non-resource request, or null.</summary>
    public string? Path { get; init; }
}
