namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>Who is signed in, as the Security Token Service answers.</summary>
/// <param name="Account">The account.</param>
/// <param name="Arn">The user, or the session of a role.</param>
/// <param name="Date">The service's clock when it answered, or null when it did not say.</param>
/// <param name="Asked">This machine's clock in the middle between question and answer.</param>
internal sealed record CallerIdentity(string Account, string Arn, DateTimeOffset? Date, DateTimeOffset Asked);
