using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Collects the reasons to refuse an object, in the order of the real server's checks.</summary>
internal sealed class Findings : List<FieldError>
{
    public void Required(string field, string why = "") => Add(FieldError.Required(field, why));

    public void Invalid(string field, JsonNode? value, string why) => Add(FieldError.Invalid(field, value, why));

    public void Invalid(string field, JsonNode? value, IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Invalid(field, value, message);
    }

    /// <summary>For faults of a whole structure that is not shown.</summary>
    public void InvalidWithoutValue(string field, string why) => Add(new FieldError("FieldValueInvalid", field, "Invalid value: " + why));

    public void Forbidden(string field, string why) => Add(FieldError.Forbidden(field, why));

    public void Duplicate(string field, JsonNode? value, string why = "") => Add(FieldError.Duplicate(field, value, why));

    public void NotFound(string field, JsonNode? value, string why = "") => Add(FieldError.NotFound(field, value, why));

    public void TooLong(string field, int limit) => Add(FieldError.TooLong(field, limit));

    public void NotSupported(string field, JsonNode? value, params IEnumerable<string> allowed) => Add(FieldError.NotSupported(field, value, allowed));

    /// <summary>Refuses a text that is present and not among the allowed ones.</summary>
    public void OneOf(string field, string? value, params IReadOnlyList<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
            NotSupported(field, value, allowed);
    }

    public void NotNegative(string field, JsonNode? value)
    {
        if (value.Number() is < 0)
            Invalid(field, value, "must be greater than or equal to 0");
    }

    public void Between(string field, JsonNode? value, long low, long high)
    {
        if (value.Number() is { } number && (number < low || number > high))
            Invalid(field, value, $"must be between {low} and {high}, inclusive");
    }

    /// <summary>Refuses texts that occur again; <paramref name="field"/> names the list.</summary>
    public void Unique(string field, IEnumerable<string> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var value in values)
        {
            if (!seen.Add(value))
                Duplicate($"{field}[{index}]", value);
            index++;
        }
    }

    public void Port(string field, JsonNode? value) => Between(field, value, 1, 65535);

    /// <summary>A port number or the name of a container's port.</summary>
    public void PortOrName(string field, JsonNode? value)
    {
        if (value.Text() is { } name)
            Invalid(field, value, NameRules.PortName(name));
        else
            Invalid(field, value ?? 0L, value.Number() is >= 1 and <= 65535 ? [] : ["must be between 1 and 65535, inclusive"]);
    }

    /// <summary>A number or a percentage.</summary>
    public void Amount(string field, JsonNode? value)
    {
        if (value.Text() is { } text)
            Invalid(field, value, Percentage.Is(text) ? [] : [Percentage.Message]);
        else
            NotNegative(field, value);
    }

    public void AtMostAll(string field, JsonNode? value)
    {
        if (value.Text() is { } text && Percentage.Is(text) && text.Length > 3 && text != "100%")
            Invalid(field, value, "must not be greater than 100%");
    }

    public void Immutable(string field, JsonNode? now, JsonNode? before, string why = "field is immutable")
    {
        if (!JsonWrite.Same(now, before))
            Invalid(field, now, why);
    }
}
