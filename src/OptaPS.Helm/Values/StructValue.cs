namespace OptaPS.Helm.Values;

/// <summary>A Go struct, or a pointer to one, with plain fields.</summary>
/// <param name="type">Its type.</param>
/// <param name="fields">Fields in order.</param>
/// <param name="jsonNames">Their names in JSON, where empty ones are left out unless the name ends with an exclamation mark.</param>
internal sealed class StructValue(GoType type, IReadOnlyList<KeyValuePair<string, object?>> fields, string[]? jsonNames = null) : GoObject
{
    public override GoType Type => type;

    public override IReadOnlyList<KeyValuePair<string, object?>> Fields => fields;

    public override object? ToJson()
    {
        var json = new List<KeyValuePair<string, object?>>(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            var name = jsonNames?[i] ?? fields[i].Key + "!";
            if (name[^1] == '!')
            {
                json.Add(new(name[..^1], fields[i].Value));
            }
            else if (Truth.IsSet(fields[i].Value))
            {
                json.Add(new(name, fields[i].Value));
            }
        }
        return json;
    }
}
