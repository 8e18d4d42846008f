using System.Text;
using System.Text.Json;
using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Documentation;

/// <summary>Writes docs/modules from the catalogue: one page per module type and an index. The same catalogue always gives the same text.</summary>
public static class ModuleDocumentationWriter
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All pages by file name, <c>README.md</c> included.</summary>
    public static IReadOnlyDictionary<string, string> WriteAll(ModuleSchemaCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["README.md"] = WriteIndex(catalog) };
        foreach (var schema in catalog.All)
        {
            pages[schema.Type + ".md"] = Write(schema);
        }

        return pages;
    }

    /// <summary>The page of one module type.</summary>
    public static string Write(ModuleSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var page = new StringBuilder();
        Line(page, $"# {schema.Type}");
        Line(page);
        Line(page, schema.About);
        Line(page);
        Line(page, $"- Type: `{schema.Type}`{(schema.Aliases.Count == 0 ? string.Empty : ", short `" + string.Join("`, `", schema.Aliases) + "`")}");
        Line(page, $"- Default name: `{schema.Type.Replace("-", string.Empty, StringComparison.Ordinal)}`{string.Concat(schema.Aliases.Select(alias => $", as `{alias}` `{alias.Replace("-", string.Empty, StringComparison.Ordinal)}`"))}");
        Line(page, $"- Clouds: {string.Join(", ", schema.Clouds.Select(CloudNames.Of))}");
        Line(page, $"- File: {Place(schema.Place)}{(schema.OncePerFile ? "; once per file" : string.Empty)}");
        if (schema.Needs.Count > 0)
        {
            Line(page, $"- Needs in the same file: `{string.Join("`, `", schema.Needs)}`");
        }

        Inputs(page, schema);
        Outputs(page, schema);
        Links(page, schema);
        Limits(page, schema);
        Line(page);
        Line(page, "<!-- Made from src/OptaPS.Configuration/Schemas; do not edit. -->");
        return page.ToString();
    }

    private static string WriteIndex(ModuleSchemaCatalog catalog)
    {
        var page = new StringBuilder();
        Line(page, "# Module types");
        Line(page);
        Line(page, "Every module entry has a `type`; `name` and `depends_on` are optional. All other keys are inputs of the type.");
        Line(page);
        Line(page, "| Type | Short name | Clouds | Makes |");
        Line(page, "|---|---|---|---|");
        foreach (var schema in catalog.All)
        {
            Line(page, $"| [{schema.Type}]({schema.Type}.md) | {string.Join(", ", schema.Aliases.Select(alias => $"`{alias}`"))} | {string.Join(", ", schema.Clouds.Select(CloudNames.Of))} | {schema.About} |");
        }

        Line(page);
        Line(page, "<!-- Made from src/OptaPS.Configuration/Schemas; do not edit. -->");
        return page.ToString();
    }

    private static void Inputs(StringBuilder page, ModuleSchema schema)
    {
        Line(page);
        Line(page, "## Inputs");
        Line(page);
        if (schema.Inputs.Count == 0)
        {
            Line(page, "None.");
            return;
        }

        Line(page, "| Input | Type | Default | Meaning |");
        Line(page, "|---|---|---|---|");
        foreach (var input in schema.Inputs)
        {
            Row(page, input, input.Name);
        }
    }

    private static void Row(StringBuilder page, InputSchema input, string path)
    {
        var value = input.Required ? "**required**" : input.Default is null or ConfigNull ? string.Empty : $"`{Cell(JsonSerializer.Serialize(input.Default.ToJson(), Relaxed))}`";
        Line(page, $"| `{path}` | {Cell(input.Value.Describe())} | {value} | {Cell(Meaning(input))} |");
        var inner = input.Value.Properties.Count > 0 ? (input.Value.Properties, path + ".") : (input.Value.Items?.Properties ?? [], path + "[].");
        foreach (var property in inner.Item1)
        {
            Row(page, property, inner.Item2 + property.Name);
        }
    }

    private static string Meaning(InputSchema input)
    {
        var parts = new List<string> { input.About };
        var own = Constraints(input.Value).ToList();
        var items = input.Value.Items is { Properties.Count: 0 } item ? Constraints(item).Except(own, StringComparer.Ordinal).ToList() : [];
        if (own.Count > 0)
        {
            parts.Add($"Allowed: {string.Join("; ", own)}.");
        }

        if (items.Count > 0)
        {
            parts.Add($"Each item: {string.Join("; ", items)}.");
        }

        parts.AddRange(new[]
        {
            input.OptaDefault is { } old ? $"Opta's default was `{old}`." : null,
            input.Deprecated is { } reason ? "Outdated. " + reason : null,
            input.NoEffect ? "Accepted for old files; it has no effect." : null,
            input.Secret ? "A secret; do not write it into the file." : null,
        }.OfType<string>());
        return string.Join(' ', parts);
    }

    private static IEnumerable<string> Constraints(ValueSchema value)
    {
        if (value.Allowed.Count > 0)
        {
            yield return "one of " + string.Join(", ", value.Allowed.Except(value.Retired, StringComparer.Ordinal).Select(text => $"`{text}`"))
                + (value.Retired.Count > 0 ? " (out of support, still read: " + string.Join(", ", value.Retired.Select(text => $"`{text}`")) + ")" : string.Empty);
        }

        if (value is { Format: "file", Maximum: { } size })
        {
            yield return $"less than {size} bytes";
        }
        else if (value.Minimum is not null || value.Maximum is not null)
        {
            yield return (value.Minimum, value.Maximum) switch { ({ } low, { } high) => $"{low} to {high}", ({ } low, null) => $"{low} or more", var (_, high) => $"at most {high}" };
        }

        if (value.MinimumItems is not null || value.MaximumItems is not null)
        {
            yield return (value.MinimumItems, value.MaximumItems) switch { ({ } low, { } high) => $"{low} to {high} items", ({ } low, null) => $"{low} or more items", var (_, high) => $"at most {high} items" };
        }

        if (value.Form is { } form)
        {
            yield return form;
        }
        else if (Format(value.Format) is { } format)
        {
            yield return format;
        }

        if (value.ExactlyOne)
        {
            yield return "exactly one key";
        }

        if (value.Unique)
        {
            yield return "no item twice";
        }
    }

    private static string? Format(string? format) => format switch
    {
        "cidr" => "an address range such as `10.0.0.0/16`",
        "arn" => "an ARN",
        "domain" => "a domain name",
        "ipv4" => "an IPv4 address",
        "image" => "`AUTO` or an image reference",
        "public-uri" => "`host[/path]`, `*.host[/path]`, `/path`, `*/path` or `all/path`",
        "cron" => "five cron fields",
        "guid" => "an id in the form of a GUID",
        "repository" => "an address that begins with `https://` or `oci://`",
        "file" => "a file, relative to the YAML file",
        "folder" => "a folder, relative to the YAML file",
        _ => null,
    };

    private static void Outputs(StringBuilder page, ModuleSchema schema)
    {
        Line(page);
        Line(page, "## Outputs");
        Line(page);
        if (schema.Outputs.Count == 0)
        {
            Line(page, schema.OpenOutputs ? "Those of the module that is called." : "None.");
            return;
        }

        Line(page, "| Output | In services as | Meaning |");
        Line(page, "|---|---|---|");
        foreach (var output in schema.Outputs)
        {
            Line(page, $"| `{output.Name}` | {(output.IsLayerOutput ? $"`{{parent.{output.Name}}}`" : "same file only")} | {Cell(output.About)}{(output.Sensitive ? " Never shown." : string.Empty)} |");
        }
    }

    private static void Links(StringBuilder page, ModuleSchema schema)
    {
        if (schema.LinksTo.Count == 0 && schema.Link is null)
        {
            return;
        }

        Line(page);
        Line(page, "## Links");
        Line(page);
        if (schema.LinksTo.Count > 0)
        {
            Line(page, $"Can link to: `{string.Join("`, `", schema.LinksTo)}`.");
        }

        if (schema.Link is { Permissions.Count: > 0 } rights)
        {
            Line(page, $"Linking modules may ask for `{string.Join("`, `", rights.Permissions)}`; a plain link means `{string.Join("`, `", rights.DefaultPermissions)}`.");
        }
        else if (schema.Link is { Injects.Count: > 0 } injects)
        {
            Line(page, $"Linking services get the variables {string.Join(", ", injects.Injects.Select(name => $"`<name>_{name}`"))}; a rename map gives each a new name.");
        }
        else if (schema.Link is not null)
        {
            Line(page, "A link takes no permissions.");
        }
    }

    private static void Limits(StringBuilder page, ModuleSchema schema)
    {
        if (schema.Rules.Count > 0)
        {
            Line(page);
            Line(page, "## Rules");
            Line(page);
            foreach (var rule in schema.Rules)
            {
                Line(page, $"- {rule.About}");
            }
        }

        if (schema.Names.Count > 0)
        {
            Line(page);
            Line(page, "## Names");
            Line(page);
            foreach (var limit in schema.Names)
            {
                Line(page, $"- {char.ToUpperInvariant(limit.What[0])}{limit.What[1..]}: `{limit.Template}`, at most {limit.Maximum} characters.");
            }
        }
    }

    private static string Place(ModulePlace place) => place switch
    {
        ModulePlace.EnvironmentOnly => "environment files only",
        ModulePlace.Environment => "meant for environment files",
        _ => "meant for service files, allowed in both",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private static void Line(StringBuilder page, string text = "") => page.Append(text).Append('\n');
}
