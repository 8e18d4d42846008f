using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Errors;

/// <summary>One reason why a field is refused, in the words of the API server.</summary>
internal sealed record FieldError(string Reason, string Field, string Text)
{
    public static FieldError Invalid(string field, JsonNode? value, string why) => new("FieldValueInvalid", field, why.Length == 0 ? $"Invalid value: {Show(value)}" : $"Invalid value: {Show(value)}: {why}");

    public static FieldError Required(string field, string why = "") => new("FieldValueRequired", field, why.Length == 0 ? "Required value" : "Required value: " + why);

    public static FieldError Forbidden(string field, string why) => new("FieldValueForbidden", field, "Forbidden: " + why);

    public static FieldError Duplicate(string field, JsonNode? value, string why = "") => new("FieldValueDuplicate", field, $"Duplicate value: {Show(value)}{(why.Length == 0 ? "" : ": " + why)}");

    public static FieldError NotFound(string field, JsonNode? value, string why = "") => new("FieldValueNotFound", field, $"Not found: {Show(value)}{(why.Length == 0 ? "" : ": " + why)}");

    public static FieldError TooLong(string field, int limit) => new("FieldValueTooLong", field, $"Too long: may not be more than {limit} bytes");

    public static FieldError TypeInvalid(string field, JsonNode? value, string why) => new("FieldValueTypeInvalid", field, $"Invalid value: {Show(value)}: {why}");

    public static FieldError NotSupported(string field, JsonNode? value, params IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(text => $"\"{text}\""))}");

    private static string Show(JsonNode? value) => value is null ? "null" : JsonText.ToText(value);
}
