using System.Globalization;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>A named format of texts that expressions can check.</summary>
/// <param name="Name">Name as in expressions.</param>
internal sealed record CelFormat(string Name)
{
    private static readonly Dictionary<string, Func<string, IEnumerable<string>>> Known = new(StringComparer.Ordinal)
    {
        ["dns1123Label"] = NameRules.Label,
        ["dns1123Subdomain"] = NameRules.Subdomain,
        ["dns1035Label"] = NameRules.Label1035,
        ["qualifiedName"] = NameRules.Qualified,
        ["dns1123LabelPrefix"] = text => NameRules.Label(Begun(text)),
        ["dns1123SubdomainPrefix"] = text => NameRules.Subdomain(Begun(text)),
        ["dns1035LabelPrefix"] = text => NameRules.Label1035(Begun(text)),
        ["labelValue"] = NameRules.LabelValue,
        ["uri"] = text => Uri.TryCreate(text, UriKind.Absolute, out _) || text.StartsWith('/') ? [] : [$"parse \"{text}\": invalid URI for request"],
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _) || Guid.TryParseExact(text, "N", out _) ? [] : ["does not match the UUID format"],
        ["byte"] = text => Convert.TryFromBase64String(text, new byte[text.Length], out _) ? [] : ["invalid base64"],
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? [] : ["invalid date"],
        ["datetime"] = text => text.Contains('T', StringComparison.OrdinalIgnoreCase) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) ? [] : ["invalid datetime"]
    };

    /// <summary>Names of the formats.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The format of a name, or none.</summary>
    public static CelOptional Named(string name) => Known.ContainsKey(name) ? new CelOptional(true, new CelFormat(name)) : CelOptional.None;

    /// <summary>What is wrong with a text, or none.</summary>
    public CelOptional Validate(string text) => Known[Name](text).Cast<object?>().ToList() is { Count: > 0 } found ? new CelOptional(true, found) : CelOptional.None;

    /// <summary>Something follows a prefix, so it may end in a dash.</summary>
    private static string Begun(string text) => text.EndsWith('-') ? text.TrimEnd('-') + "a" : text;
}
