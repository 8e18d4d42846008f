namespace OptaPS.HelpGenerator;

/// <summary>An entry of Inputs or Outputs: <c>- `Type.Name`: what it is for</c>, or <c>None</c>.</summary>
internal sealed record TypeText(string TypeName, string Description)
{
    public static TypeText Parse(string paragraph)
    {
        var text = paragraph.TrimStart('-', ' ');
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new TypeText(text.TrimEnd('.'), "") : new TypeText(text[..colon], text[(colon + 2)..]);
    }
}
