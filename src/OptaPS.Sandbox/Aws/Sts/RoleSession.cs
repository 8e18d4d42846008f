using OptaPS.Sandbox.Aws.Identity;

namespace OptaPS.Sandbox.Aws.Sts;

/// <summary>Temporary credentials of a role; <see cref="Subject"/> names the web identity that got them.</summary>
internal sealed record RoleSession(AccessKey Key, string Subject = "");
