namespace OptaPS.Helm.Templates;

/// <summary>One rendering: its templates, limits, and the functions that call back into it.</summary>
internal sealed class RenderSession : FunctionContext
{
    private const int MaximumNested = 1000;
    private readonly Dictionary<string, int> included = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, Template>> parsedTpl = new(StringComparer.Ordinal);
    private readonly Func<LookupRequest, object?>? lookup;
    private readonly FunctionTable functions;

    public RenderSession(TemplateSet templates, FunctionTable functions, RenderBudget budget, TimeProvider clock, Func<LookupRequest, object?>? lookup)
    {
        Templates = templates;
        Budget = budget;
        Clock = clock;
        this.functions = functions;
        this.lookup = lookup;
    }

    /// <summary>The templates in force; tpl puts its own set here while it runs.</summary>
    public TemplateSet Templates { get; private set; }

    public RenderBudget Budget { get; }

    public override TimeProvider Clock { get; }

    /// <summary>Renders a template by name.</summary>
    public string Execute(string name, object? data)
    {
        var template = Templates.Find(name)
            ?? throw new TemplateExecException($"template: no template {GoQuote.Quote(name)} associated with template {GoQuote.Quote(Templates.Name)}");
        return Run(template, data);
    }

    public override string Include(string name, object? data)
    {
        var count = included.GetValueOrDefault(name);
        if (count > MaximumNested)
        {
            throw new FunctionException($"rendering template has a nested reference name: {name}: unable to execute template");
        }
        included[name] = count + 1;
        var text = Execute(name, data);
        included[name] = count;
        return text;
    }

    public override string Tpl(string template, object? data)
    {
        if (!parsedTpl.TryGetValue(template, out var parsed))
        {
            try
            {
                parsed = Parser.Parse(Templates.Name, template, functions.Functions);
            }
            catch (TemplateParseException e)
            {
                throw new FunctionException($"cannot parse template {GoQuote.Quote(template)}: {e.Message}");
            }
            parsedTpl[template] = parsed;
        }
        var outer = Templates;
        var own = parsed[outer.Name];
        if (parsed.Count > 1)
        {
            Templates = outer.Derive();
            Templates.Add(parsed);
        }
        try
        {
            return Run(own, data).Replace("<no value>", "", StringComparison.Ordinal);
        }
        catch (TemplateExecException e)
        {
            throw new TemplateExecException($"error during tpl function execution for {GoQuote.Quote(template)}: {e.Message}") { NilPath = e.NilPath };
        }
        finally
        {
            Templates = outer;
        }
    }

    public override object? Lookup(string apiVersion, string kind, string @namespace, string name) =>
        lookup is null ? new GoMap() : lookup(new LookupRequest(apiVersion, kind, @namespace, name));

    public override string ResolveHost(string name) => "";

    public override void Step() => Budget.Step();

    public override void Charge(long characters) => Budget.Charge(characters);

    private string Run(Template template, object? data)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new LimitException("OPTA5023", "templates call each other too deeply");
        }
        var output = new OutputBuffer(Budget);
        new Executor(this, template, output, Operand.Of(data)).Run();
        return output.ToString();
    }
}
