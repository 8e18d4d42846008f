using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.Sts;

/// <summary>STS, Query protocol of 2011-06-15.</summary>
internal sealed class StsService(RoleSessions sessions) : IAwsService
{
    private static readonly XNamespace Space = "https://sts.amazonaws.com/doc/2011-06-15/";

    public string Name => "sts";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Query;

    public void Identify(AwsCall call)
    {
        call.Operation = call.Optional("Action") ?? "";
        call.Identifier = call.Optional("RoleArn") ?? "";
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct) => call.Operation switch
    {
        "GetCallerIdentity" => GetCallerIdentity(call),
        "AssumeRole" => await AssumeRoleAsync(call),
        "AssumeRoleWithWebIdentity" => await AssumeRoleWithWebIdentityAsync(call),
        _ => throw AwsException.BadRequest("InvalidAction", $"Could not find operation {call.Operation} for version {call.Optional("Version") ?? "NO_VERSION_SPECIFIED"}")
    };

    private static AwsReply GetCallerIdentity(AwsCall call)
    {
        var caller = call.Caller;
        return Reply(call, new XElement(Space + "Arn", caller.Arn), new XElement(Space + "UserId", caller.UserId), new XElement(Space + "Account", caller.AccountId));
    }

    private async Task<AwsReply> AssumeRoleAsync(AwsCall call)
    {
        var session = await sessions.AssumeAsync(call.Caller, call.Required("RoleArn"), call.Required("RoleSessionName"), Duration(call), call.Optional("ExternalId"));
        return Reply(call, Credentials(session), AssumedUser(session));
    }

    private async Task<AwsReply> AssumeRoleWithWebIdentityAsync(AwsCall call)
    {
        var session = await sessions.AssumeWithWebIdentityAsync(call.Required("RoleArn"), call.Required("RoleSessionName"), call.Required("WebIdentityToken"), Duration(call));
        return Reply(call, Credentials(session), AssumedUser(session), new XElement(Space + "SubjectFromWebIdentityToken", session.Subject));
    }

    private static TimeSpan Duration(AwsCall call)
    {
        var seconds = int.TryParse(call.Optional("DurationSeconds"), out var value) ? value : 3600;
        return seconds is >= 900 and <= 43200
            ? TimeSpan.FromSeconds(seconds)
            : throw AwsException.BadRequest("ValidationError", $"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200");
    }

    private static XElement Credentials(RoleSession session) => new(
        Space + "Credentials",
        new XElement(Space + "AccessKeyId", session.Key.Id),
        new XElement(Space + "SecretAccessKey", session.Key.Secret),
        new XElement(Space + "SessionToken", session.Key.SessionToken),
        new XElement(Space + "Expiration", session.Key.Expires?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")));

    private static XElement AssumedUser(RoleSession session) => new(
        Space + "AssumedRoleUser", new XElement(Space + "AssumedRoleId", session.Key.UserId), new XElement(Space + "Arn", session.Key.Arn));

    private static AwsReply Reply(AwsCall call, params object[] members) => AwsReply.Xml(new XElement(
        Space + (call.Operation + "Response"),
        new XElement(Space + (call.Operation + "Result"), members),
        new XElement(Space + "ResponseMetadata", new XElement(Space + "RequestId", call.RequestId))));
}
