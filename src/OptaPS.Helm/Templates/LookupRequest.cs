namespace OptaPS.Helm.Templates;

/// <summary>What a template's lookup asks of the cluster; an empty name asks for a list.</summary>
internal sealed record LookupRequest(string ApiVersion, string Kind, string Namespace, string Name);
