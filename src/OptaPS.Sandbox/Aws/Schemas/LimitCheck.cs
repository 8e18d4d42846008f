using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>
/// Checks a value of the right type against its limits. AWS's validator tells lengths and counts, and of everything whose message would show the
/// value only the keyword; enumerations are written as two subschemas there, so that they are reported twice.
/// </summary>
internal static class LimitCheck
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    public static void Check(ValueLimits limits, JsonNode value, string path, List<string> findings)
    {
        if (limits.Enumeration is { } allowed && value is JsonValue && !allowed.Any(one => one.ToString() == value.ToString()))
        {
            findings.Add($"{path}: #: only 1 subschema matches out of 2");
            findings.Add(Failed(path, "enum"));
        }

        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                Text(limits, (string)value!, path, findings);
                break;
            case JsonValueKind.Number:
                Number(limits, decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture), path, findings);
                break;
            case JsonValueKind.Array:
                Elements(limits, value.AsArray(), path, findings);
                break;
        }
    }

    private static void Text(ValueLimits limits, string text, string path, List<string> findings)
    {
        var length = text.EnumerateRunes().Count();
        if (length < limits.MinLength)
        {
            findings.Add($"{path}: expected minLength: {limits.MinLength}, actual: {length}");
        }

        if (length > limits.MaxLength)
        {
            findings.Add($"{path}: expected maxLength: {limits.MaxLength}, actual: {length}");
        }

        if (limits.Pattern is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, LongestMatch))
        {
            findings.Add(Failed(path, "pattern"));
        }
    }

    private static void Number(ValueLimits limits, decimal number, string path, List<string> findings)
    {
        if (number < limits.Minimum)
        {
            findings.Add(Failed(path, "minimum"));
        }

        if (number > limits.Maximum)
        {
            findings.Add(Failed(path, "maximum"));
        }
    }

    private static void Elements(ValueLimits limits, JsonArray elements, string path, List<string> findings)
    {
        if (elements.Count < limits.MinItems)
        {
            findings.Add($"{path}: expected minimum item count: {limits.MinItems}, found: {elements.Count}");
        }

        if (elements.Count > limits.MaxItems)
        {
            findings.Add($"{path}: expected maximum item count: {limits.MaxItems}, found: {elements.Count}");
        }

        if (limits.UniqueItems && elements.Where((element, i) => elements.Take(i).Any(before => JsonNode.DeepEquals(before, element))).Any())
        {
            findings.Add($"{path}: array items are not unique");
        }

        for (var i = 0; i < elements.Count; i++)
        {
            if (limits.Items is { } each && elements[i] is { } element)
            {
                Check(each, element, $"{path}/{i}", findings);
            }
        }
    }

    private static string Failed(string path, string keyword) => $"{path}: failed validation constraint for keyword [{keyword}]";
}
