namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>An action that a plan needs.</summary>
/// <param name="Action">The action, for example <c>ec2:CreateVpc</c>.</param>
/// <param name="Arn">What it is done to; <c>*</c> when that has no name yet.</param>
/// <param name="Address">The resource that needs it, or empty when the whole plan does.</param>
internal sealed record NeededPermission(string Action, string Arn, string Address);
