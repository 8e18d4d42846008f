using System.Globalization;
using Amazon.Runtime;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>Who is signed in, and whether the sign-in lasts as long as the run is estimated to take.</summary>
internal sealed class SessionCheck(AwsCheck check)
{
    private const string ExpirationVariable = "AWS_CREDENTIAL_EXPIRATION";

    private Task<CallerIdentity>? identity;

    /// <summary>Who is signed in; asked once for all checks.</summary>
    public Task<CallerIdentity> IdentityAsync(CancellationToken cancellationToken) => identity ??= AskAsync(cancellationToken);

    public async Task<IEnumerable<PreflightFinding>> AccountAsync(CancellationToken cancellationToken)
    {
        var caller = await IdentityAsync(cancellationToken);
        var account = caller.Account;
        return account == check.Account.AccountId
            ? [AwsCheck.Passed("Account", $"Signed in as {caller.Arn}.", account, check.Account.AccountId)]
            :
            [
                new PreflightFinding("Account", PreflightStatus.Failed, $"The environment is for AWS account {check.Account.AccountId}, but the credentials belong to account {account}.")
                {
                    Code = "OPTA3009",
                    Measured = account,
                    Needed = check.Account.AccountId,
                    Remedy = "Choose the right profile (AWS_PROFILE), or correct providers.aws.account_id.",
                },
            ];
    }

    public async Task<IEnumerable<PreflightFinding>> LifetimeAsync(PreflightRequest request, CancellationToken cancellationToken)
    {
        var needed = Minutes(request.EstimatedDuration);
        var credentials = check.Clients.Credentials;
        if (credentials is RefreshingAWSCredentials)
            return [AwsCheck.Passed("Session", "The credentials are renewed by themselves.", "renewed", needed)];
        var key = await credentials.GetCredentialsAsync().WaitAsync(cancellationToken);
        if (!key.UseToken)
            return [AwsCheck.Passed("Session", "The credentials have no end.", "no end", needed)];
        if (!DateTimeOffset.TryParse(check.Variable(ExpirationVariable), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end))
        {
            return [new PreflightFinding("Session", PreflightStatus.Unknown, $"The session's end is not known ({ExpirationVariable} is not set).") { Needed = needed, Remedy = "Sign in shortly before a long run." }];
        }

        var left = end - check.Time.GetUtcNow();
        return left >= request.EstimatedDuration
            ? [AwsCheck.Passed("Session", $"The session lasts until {end:u}.", Minutes(left), needed)]
            :
            [
                new PreflightFinding("Session", PreflightStatus.Failed, $"The session ends at {end:u}, before the run would (about {needed}).")
                {
                    Code = "OPTA3030",
                    Measured = Minutes(left),
                    Needed = needed,
                    Remedy = "Sign in again before you start; a run that is cut off goes on from where it stopped.",
                },
            ];
    }

    private async Task<CallerIdentity> AskAsync(CancellationToken cancellationToken)
    {
        var before = check.Time.GetUtcNow();
        var (answer, date) = await check.Clients.SecurityToken.CallDatedAsync("GetCallerIdentity", [], cancellationToken);
        string Value(string name) => answer.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
        return new CallerIdentity(Value("Account"), Value("Arn"), date, before + ((check.Time.GetUtcNow() - before) / 2));
    }

    private static string Minutes(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Math.Ceiling(time.TotalMinutes)):0} min");
}
