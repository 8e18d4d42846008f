namespace OptaPS.Configuration.Compatibility;

/// <summary>One way in which OptaPS reads a file differently from Opta.</summary>
/// <param name="Id">Stable identifier, also the anchor in docs/differences-from-opta.md.</param>
/// <param name="Title">The difference in a few words.</param>
/// <param name="Opta">What Opta did.</param>
/// <param name="Here">What happens here.</param>
/// <param name="Reason">Why.</param>
public sealed record Difference(string Id, string Title, string Opta, string Here, string Reason);
