namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>A quota on the number of resources of one type in a region.</summary>
/// <param name="CheckName">Name of the check.</param>
/// <param name="Service">The service's code in Service Quotas.</param>
/// <param name="Code">The quota's code.</param>
/// <param name="QuotaName">The quota's name in the console.</param>
/// <param name="TypeName">The type that counts.</param>
/// <param name="Noun">What the resources are called in messages.</param>
internal sealed record QuotaKind(string CheckName, string Service, string Code, string QuotaName, string TypeName, string Noun);
