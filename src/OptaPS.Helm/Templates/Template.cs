namespace OptaPS.Helm.Templates;

/// <summary>A named template, parsed.</summary>
internal sealed class Template(string name, ListNode root)
{
    public string Name { get; } = name;

    public ListNode Root { get; } = root;
}
