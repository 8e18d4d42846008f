namespace OptaPS.Helm.Templates;

/// <summary>A text that templates are parsed from, and the name that error messages give it.</summary>
internal sealed class TemplateSource(string name, string text)
{
    public string Name { get; } = name;

    public string Text { get; } = text;

    /// <summary>name:line:column of an offset; the column counts bytes from 0, as Go's does.</summary>
    public string Locate(int position)
    {
        position = Math.Min(position, Text.Length);
        var before = Text.AsSpan(0, position);
        var line = 1 + before.Count('\n');
        var column = GoText.ByteLength(before[(before.LastIndexOf('\n') + 1)..]);
        return $"{Name}:{line}:{column}";
    }
}
