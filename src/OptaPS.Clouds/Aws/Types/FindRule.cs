namespace OptaPS.Clouds.Aws.Types;

/// <summary>How a resource whose create was lost is found again.</summary>
internal sealed record FindRule
{
    /// <summary><c>identifier</c>: it follows from the document. <c>tag</c>: by the ownership tags in a list. <c>match</c>: by properties in a list.</summary>
    public required string By { get; init; }

    /// <summary>For <c>identifier</c>: the identifier with <c>{Property}</c> for values of the document.</summary>
    public string Template { get; init; } = "";

    /// <summary>For <c>match</c>: the properties that must be equal.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>Properties that the list operation needs.</summary>
    public IReadOnlyList<string> Parent { get; init; } = [];
}
