namespace OptaPS.Helm.Templates;

/// <summary>Templates that can call each other by name, and what they share while running.</summary>
internal sealed class TemplateSet
{
    private readonly Dictionary<string, Template> templates;
    private readonly TemplateSet? parent;

    public TemplateSet(string name)
    {
        Name = name;
        templates = new Dictionary<string, Template>(StringComparer.Ordinal);
    }

    private TemplateSet(TemplateSet parent)
    {
        this.parent = parent;
        Name = parent.Name;
        templates = new Dictionary<string, Template>(StringComparer.Ordinal);
    }

    /// <summary>The name of the set itself, gotpl in Helm.</summary>
    public string Name { get; }

    public Template? Find(string name) => templates.TryGetValue(name, out var t) ? t : parent?.Find(name);

    /// <summary>Adds a parsed file; a later definition wins, unless it is empty and one is there already.</summary>
    public void Add(IReadOnlyDictionary<string, Template> parsed)
    {
        foreach (var (name, template) in parsed)
        {
            if (template.Root.IsEmpty && Find(name) is not null)
            {
                continue;
            }
            templates[name] = template;
        }
    }

    /// <summary>A set that sees this one's templates and adds its own, for tpl.</summary>
    public TemplateSet Derive() => new(this);
}
