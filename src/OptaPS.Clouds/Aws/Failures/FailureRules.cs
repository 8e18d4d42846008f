using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Failures;

/// <summary>Failures by the name that AWS gives them (exception or handler error code, without the suffix "Exception"), and by message where the name is not telling.</summary>
internal static class FailureRules
{
    private const string PermissionRemedy = "Give the calling identity the permission that the message names, or use another profile (AWS_PROFILE).";

    private static readonly FailureRule Expired = new(
        "OPTA3004", DiagnosticCategory.AuthenticationError, RetryAdvice.No, "the AWS credentials have expired",
        "Sign in again (for example 'aws sso login') or renew the session, then run the same command: it continues where it stopped.");

    private static readonly FailureRule Rejected = new(
        "OPTA3005", DiagnosticCategory.AuthenticationError, RetryAdvice.No, "AWS does not accept the credentials",
        "Check which credentials are used (AWS_PROFILE, AWS_ACCESS_KEY_ID) and that this machine's clock is right.");

    private static readonly FailureRule Mistimed = Rejected with
    {
        Says = "AWS does not accept the time that the request was signed at",
        Remedy = "Set this machine's clock, or let it be set by a time server, and run the same command again: it continues where it stopped.",
    };

    private static readonly FailureRule Denied = new(
        "OPTA3006", DiagnosticCategory.PermissionDenied, RetryAdvice.No, "AWS refused the call for lack of a permission", PermissionRemedy);

    private static readonly FailureRule Throttled = new(
        "OPTA3007", DiagnosticCategory.ResourceBusy, RetryAdvice.Throttled, "AWS is throttling the account",
        "Run the command again later; other work in the same account and region uses the same limit.");

    private static readonly FailureRule Internal = new(
        "OPTA3016", DiagnosticCategory.ResourceUnavailable, RetryAdvice.NewToken, "the AWS service failed",
        "Run the command again; if it persists, give AWS support the request id.") { RetryFor = TimeSpan.FromMinutes(2) };

    private static readonly FailureRule Busy = new(
        "OPTA3013", DiagnosticCategory.ResourceBusy, RetryAdvice.NewToken, "another operation works on the resource",
        "Wait until the other operation has ended and run the command again.") { RetryFor = TimeSpan.FromMinutes(30) };

    private static readonly FailureRule Outcome = new(
        "OPTA3016", DiagnosticCategory.OperationTimeout, RetryAdvice.ReadFirst, "the AWS service did not say how the operation ended",
        "Run the command again; it looks at the resource first.");

    private static readonly Dictionary<string, FailureRule> ByName = new(StringComparer.Ordinal)
    {
        ["ExpiredToken"] = Expired,
        ["RequestExpired"] = Expired,
        ["UnrecognizedClient"] = Rejected,
        ["InvalidClientTokenId"] = Rejected,
        ["InvalidAccessKeyId"] = Rejected,
        ["SignatureDoesNotMatch"] = Rejected,
        ["InvalidSignature"] = Rejected,
        ["IncompleteSignature"] = Rejected,
        ["MissingAuthenticationToken"] = Rejected,
        ["RequestTimeTooSkewed"] = Mistimed,
        ["RequestInTheFuture"] = Mistimed,
        ["AuthFailure"] = Rejected,
        ["InvalidCredentials"] = Rejected,
        ["AccessDenied"] = Denied,
        ["UnauthorizedOperation"] = Denied,
        ["UnauthorizedTaggingOperation"] = Denied with { Says = "AWS refused to tag the resource", Remedy = "Give the calling identity the tagging permission of the service: OptaPS marks what it owns with tags." },
        ["OptInRequired"] = Denied with { Says = "the account is not subscribed to the service or region", Remedy = "Enable the region or service for the account." },
        ["Throttling"] = Throttled,
        ["ThrottledException"] = Throttled,
        ["RequestLimitExceeded"] = Throttled,
        ["TooManyRequests"] = Throttled,
        ["SlowDown"] = Throttled,
        ["ServiceInternalError"] = Internal,
        ["InternalError"] = Internal,
        ["InternalFailure"] = Internal,
        ["HandlerInternalFailure"] = Internal,
        ["ServiceUnavailable"] = Internal,
        ["NetworkFailure"] = Internal,
        ["HandlerFailure"] = Outcome,
        ["ServiceTimeout"] = Outcome,
        ["ConcurrentOperation"] = Busy,
        ["ConcurrentModification"] = Busy,
        ["ResourceConflict"] = Busy,
        ["PriorRequestNotComplete"] = Busy,
        ["InvalidChangeBatch"] = Invalid("the record cannot be written as it is"),
        ["NotStabilized"] = new(
            "OPTA3014", DiagnosticCategory.OperationTimeout, RetryAdvice.ReadFirst, "the resource was made but did not become ready",
            "Look at the resource's own status in the AWS console; run the command again once the cause is gone."),
        ["ServiceLimitExceeded"] = new(
            "OPTA3010", DiagnosticCategory.QuotaExceeded, RetryAdvice.No, "a quota of the account is reached",
            "Ask for a higher quota in the Service Quotas console, or remove resources that are not needed."),
        ["AlreadyExists"] = new(
            "OPTA3011", DiagnosticCategory.ResourceExists, RetryAdvice.No, "a resource of that name exists and does not belong to this layer",
            "Remove or rename the existing resource, or choose another environment name."),
        ["ResourceNotFound"] = new(
            "OPTA3015", DiagnosticCategory.ObjectNotFound, RetryAdvice.No, "AWS does not find the resource or one that it refers to",
            "Run a plan to see what is missing."),
        ["NotUpdatable"] = new(
            "OPTA3017", DiagnosticCategory.InvalidOperation, RetryAdvice.No, "the property cannot be changed on an existing resource",
            "Undo the change in the file, or remove the resource so that it is made anew."),
        ["InvalidRequest"] = Invalid("the request is not valid"),
        ["Validation"] = Invalid("the request is not valid"),
        ["ValidationError"] = Invalid("the request is not valid"),
        ["ClientTokenConflict"] = new(
            "OPTA3013", DiagnosticCategory.ResourceBusy, RetryAdvice.NewToken, "the idempotency token was used for a different request",
            "Run the command again; a new token is used."),
        ["RequestTokenNotFound"] = new(
            "OPTA3016", DiagnosticCategory.ResourceUnavailable, RetryAdvice.ReadFirst, "AWS no longer knows the operation",
            "Run the command again; it looks at the resource first."),
        ["TypeNotFound"] = Unsupported,
        ["UnsupportedAction"] = Unsupported,
        ["PrivateType"] = Unsupported,
    };

    private static readonly FailureRule Unknown = new(
        "OPTA3019", DiagnosticCategory.InvalidOperation, RetryAdvice.No, "AWS reported a failure",
        "Read the cause; run the command again when it is removed.");

    private static FailureRule Unsupported => new(
        "OPTA3001", DiagnosticCategory.NotImplemented, RetryAdvice.No, "Cloud Control does not serve this type here",
        "Choose another region, or leave the feature out.");

    /// <summary>The rule for a failure.</summary>
    /// <param name="name">The exception's or handler's name.</param>
    /// <param name="message">The service's words.</param>
    public static FailureRule For(string name, string message)
    {
        if (ConsistencyRules.Match(message) is { } passing)
            return passing;

        var bare = name.EndsWith("Exception", StringComparison.Ordinal) ? name[..^"Exception".Length] : name;
        if (ByName.TryGetValue(bare, out var rule))
            return rule;
        if (bare == "NotFound")
            return ByName["ResourceNotFound"];
        return bare.StartsWith("Http5", StringComparison.Ordinal) ? Internal : Unknown;
    }

    private static FailureRule Invalid(string says) => new(
        "OPTA3012", DiagnosticCategory.InvalidData, RetryAdvice.No, says,
        "Read the cause: it names the property. Correct the module's input that sets it.");
}
