using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Layers;

/// <summary>A link from one module to another of the same file.</summary>
/// <param name="Target">The other module's name.</param>
/// <param name="TargetType">The other module's full type.</param>
/// <param name="Permissions">The rights asked for, such as <c>read</c>; defaults filled in; empty for links that inject values.</param>
/// <param name="Injected">For links that inject values: the target's output to the name the service sees, such as <c>db_host</c> to <c>database_db_host</c>.</param>
/// <param name="Location">Where the link is written.</param>
public sealed record ModuleLink(
    string Target,
    string TargetType,
    IReadOnlyList<string> Permissions,
    IReadOnlyDictionary<string, string> Injected,
    SourceLocation Location);
