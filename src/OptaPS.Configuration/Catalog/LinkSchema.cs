namespace OptaPS.Configuration.Catalog;

/// <summary>What a module gives to those that link to it: rights or injected values.</summary>
/// <param name="Permissions">The rights that may be asked for; empty when the link injects values.</param>
/// <param name="DefaultPermissions">The rights of a plain link.</param>
/// <param name="Injects">The outputs that are injected as environment variables; empty when the link gives rights.</param>
public sealed record LinkSchema(IReadOnlyList<string> Permissions, IReadOnlyList<string> DefaultPermissions, IReadOnlyList<string> Injects);
