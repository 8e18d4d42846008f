using OptaPS.Sandbox.Aws.Identity;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Sts;

/// <summary>Gives out role credentials after reading the role's trust policy.</summary>
internal sealed class RoleSessions(CloudWorld world, AccessKeys keys, IWebIdentityVerifier webIdentities, TimeProvider time)
{
    public async Task<RoleSession> AssumeAsync(AwsPrincipal caller, string roleArn, string sessionName, TimeSpan duration, string? externalId)
    {
        var role = Role(roleArn);
        var context = new Dictionary<string, string>(StringComparer.Ordinal) { ["sts:ExternalId"] = externalId ?? "", ["aws:PrincipalArn"] = caller.EntryArn };
        if (role is null || !TrustPolicy.Allows(role.Model["AssumeRolePolicyDocument"], "sts:AssumeRole", p => p.Matches("AWS", caller.Arn, caller.EntryArn, $"arn:aws:iam::{caller.AccountId}:root", caller.AccountId), context))
        {
            throw AwsException.Forbidden("AccessDenied", $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}");
        }

        return new RoleSession(await keys.IssueSessionAsync(roleArn, role.Text("RoleId"), sessionName, time.GetUtcNow() + duration));
    }

    public async Task<RoleSession> AssumeWithWebIdentityAsync(string roleArn, string sessionName, string token, TimeSpan duration)
    {
        var identity = webIdentities.Verify(token) ?? throw AwsException.BadRequest("InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements");
        var issuer = identity.Issuer.Replace("https://", "", StringComparison.Ordinal);
        var provider = $"arn:aws:iam::{world.Account}:oidc-provider/{issuer}";
        if (world.Find("AWS::IAM::OIDCProvider", CloudWorld.GlobalRegion, provider) is null)
        {
            throw AwsException.BadRequest("InvalidIdentityToken", $"No OpenIDConnect provider found in your account for {identity.Issuer}");
        }

        var role = Role(roleArn);
        var context = new Dictionary<string, string>(StringComparer.Ordinal) { [issuer + ":sub"] = identity.Subject, [issuer + ":aud"] = identity.Audience };
        return role is not null && TrustPolicy.Allows(role.Model["AssumeRolePolicyDocument"], "sts:AssumeRoleWithWebIdentity", p => p.Matches("Federated", provider), context)
            ? new RoleSession(await keys.IssueSessionAsync(roleArn, role.Text("RoleId"), sessionName, time.GetUtcNow() + duration), identity.Subject)
            : throw AwsException.Forbidden("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    private CloudResource? Role(string arn) => world.Where("AWS::IAM::Role", CloudWorld.GlobalRegion, "Arn", arn).FirstOrDefault();
}
