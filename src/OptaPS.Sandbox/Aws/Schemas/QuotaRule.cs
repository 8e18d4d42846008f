namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>How many resources of a type an account may have in a region, under the quota's code in Service Quotas.</summary>
internal sealed record QuotaRule(string Code, string Name, int Value, string Text);
