using System.Text.RegularExpressions;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The syntax of names, labels and the like, with the messages of the real server.</summary>
internal static partial class NameRules
{
    public const string SubdomainMessage = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    public const string LabelMessage = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    public const string Label1035Message = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    public const string QualifiedMessage = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    public const string LabelValueMessage = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    public const string TooLong = "must be no more than 253 characters";

    public static IEnumerable<string> Subdomain(string name)
    {
        if (name.Length > 253)
            yield return TooLong;
        if (!SubdomainSyntax().IsMatch(name))
            yield return SubdomainMessage;
    }

    public static IEnumerable<string> Label(string name)
    {
        if (name.Length > 63)
            yield return "must be no more than 63 characters";
        if (!LabelSyntax().IsMatch(name))
            yield return name.Contains('.', StringComparison.Ordinal) ? "must not contain dots" : LabelMessage;
    }

    public static IEnumerable<string> Label1035(string name)
    {
        if (name.Length > 63)
            yield return "must be no more than 63 characters";
        if (!Label1035Syntax().IsMatch(name))
            yield return Label1035Message;
    }

    public static IEnumerable<string> PathSegment(string name)
    {
        if (name is "." or "..")
            yield return $"may not be '{name}'";
        foreach (var odd in new[] { '/', '%' })
        {
            if (name.Contains(odd, StringComparison.Ordinal))
                yield return $"may not contain '{odd}'";
        }
    }

    public static IEnumerable<string> Qualified(string key)
    {
        var parts = key.Split('/');
        var name = parts[^1];
        if (parts.Length > 2)
        {
            yield return "a valid label key must consist of " + QualifiedMessage["name part must consist of ".Length..] + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
                yield return "prefix part must be non-empty";
            else
            {
                foreach (var message in Subdomain(parts[0]))
                    yield return "prefix part " + message;
            }
        }

        if (name.Length == 0)
            yield return "name part must be non-empty";
        else if (name.Length > 63)
            yield return "name part must be no more than 63 bytes";
        if (!QualifiedSyntax().IsMatch(name))
            yield return QualifiedMessage;
    }

    /// <summary>A domain, a slash and a path.</summary>
    public static IEnumerable<string> DomainPath(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1)
            return ["must be a domain-prefixed path (such as \"acme.io/foo\")"];
        return Subdomain(text[..slash]);
    }

    /// <summary>Names of ports.</summary>
    public static IEnumerable<string> PortName(string name)
    {
        if (name.Length > 15)
            yield return "must be no more than 15 characters";
        if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || name.Length == 0)
        {
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        }

        if (!name.Any(char.IsAsciiLetterLower))
            yield return "must contain at least one letter (a-z)";
        if (name.Contains("--", StringComparison.Ordinal))
            yield return "must not contain consecutive hyphens";
        if (name.StartsWith('-') || name.EndsWith('-'))
            yield return "must not begin or end with a hyphen";
    }

    /// <summary>Host names that may begin with an asterisk label.</summary>
    public static IEnumerable<string> Wildcard(string name) => name.StartsWith("*.", StringComparison.Ordinal) && SubdomainSyntax().IsMatch(name[2..])
        ? []
        : ["a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"];

    public static IEnumerable<string> LabelValue(string value)
    {
        if (value.Length > 63)
            yield return "must be no more than 63 bytes";
        if (value.Length > 0 && !QualifiedSyntax().IsMatch(value))
            yield return LabelValueMessage;
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainSyntax();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelSyntax();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label1035Syntax();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex QualifiedSyntax();
}
