using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.Schemas;

/// <summary>
/// One property of a type or of a definition inside it. The type is a name such as <c>string</c>, or an object <c>{array|map|ref|any: …}</c>;
/// replacement is <c>yes</c> for create-only, <c>maybe</c> when the handler decides, else empty.
/// </summary>
internal sealed record PropertyShape(JsonNode Type, bool Required, string Replacement, ValueLimits? Limits);
