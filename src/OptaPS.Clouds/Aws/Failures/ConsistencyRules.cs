using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Failures;

/// <summary>Messages of failures that pass by themselves: what was just made is not seen everywhere yet, or what was just deleted still is.</summary>
internal static class ConsistencyRules
{
    private static readonly (string Fragment, FailureRule Rule)[] Rules =
    [
        .. Passing(
            2, 5, "a role that was just made is not usable yet",
            "Run the command again in a minute.",
            "cannot be assumed", "could not be assumed", "Unable to assume role", "Access denied for LogDestination", "Invalid IAM Instance Profile"),
        .. Passing(
            2, 5, "a principal that was just made is not known everywhere yet",
            "Run the command again in a minute.", "invalid principal", "MalformedPolicyDocument"),
        .. Passing(
            2, 5, "a key or subnet group that was just made is not usable yet",
            "Run the command again in a minute.", "KMSKeyNotAccessibleFault", "DBSubnetGroupNotFoundFault"),
        .. Passing(
            20, 10, "something still depends on the resource",
            "Look for network interfaces, load balancers or rules that were made outside OptaPS and use the resource; remove them and run the command again.",
            "DependencyViolation", "has dependencies and cannot be deleted", "has a dependent object", "InvalidIPAddress.InUse", "is still in use"),
        .. Passing(
            30, 10, "a load balancer still uses the certificate",
            "Look in ACM under \"Associated resources\" for what uses it, take it away there and run the command again.", "is in use (Service: Acm", "is in use. (Service: Acm"),
        .. Passing(
            30, 10, "another operation works on the cluster",
            "Wait until it has ended and run the command again.", "ResourceInUseException", "already has an update in progress"),
        .. Passing(
            2, 60, "a queue of that name was deleted less than a minute ago",
            "Run the command again in a minute.", "QueueDeletedRecently"),
        .. Passing(
            10, 10, "the internet route is not ready yet",
            "Run the command again in a minute.", "Gateway.NotAttached"),
    ];

    /// <summary>The rule for a message, or null when it is not one that passes.</summary>
    public static FailureRule? Match(string message) =>
        Array.Find(Rules, rule => message.Contains(rule.Fragment, StringComparison.OrdinalIgnoreCase)).Rule;

    private static IEnumerable<(string Fragment, FailureRule Rule)> Passing(
        int minutes, int seconds, string says, string remedy, params string[] fragments)
    {
        var rule = new FailureRule("OPTA3018", DiagnosticCategory.ResourceBusy, RetryAdvice.NewToken, says, remedy)
        {
            RetryFor = TimeSpan.FromMinutes(minutes),
            RetryAfter = TimeSpan.FromSeconds(seconds),
        };
        return fragments.Select(fragment => (fragment, rule));
    }
}
