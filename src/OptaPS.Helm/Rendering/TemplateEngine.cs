using System.Text.RegularExpressions;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Functions;
using OptaPS.Helm.Templates;

namespace OptaPS.Helm.Rendering;

/// <summary>Renders the templates of a chart tree to text per file.</summary>
internal sealed partial class TemplateEngine(Chart root, RenderBudget budget, TimeProvider clock, Func<LookupRequest, object?>? lookup)
{
    public Dictionary<string, string> Render(ChartNode chart, GoMap values, GoMap release, GoObject capabilities)
    {
        var scopes = new Dictionary<string, TemplateScope>(StringComparer.Ordinal);
        Collect(chart, scopes, values, null, release, capabilities);
        var ordered = scopes.Values.ToList();
        ordered.Sort(Order);
        var set = new TemplateSet("gotpl");
        foreach (var scope in ordered)
        {
            try
            {
                set.Add(root.ParsedTemplates.Parse(scope.Name, scope.File));
            }
            catch (TemplateParseException e)
            {
                throw HelmError.Of(HelmError.TemplateParse, ParseMessage(scope.Name, e.Message), e);
            }
        }
        var session = new RenderSession(set, FunctionTable.Helm, budget, clock, lookup);
        var rendered = new Dictionary<string, string>(ordered.Count, StringComparer.Ordinal);
        foreach (var scope in ordered)
        {
            if (GoPath.Base(scope.Name).StartsWith('_'))
            {
                continue;
            }
            var template = new GoMap(GoTypes.ChartValues);
            template["Name"] = scope.Name;
            template["BasePath"] = scope.BasePath;
            scope.Data["Template"] = template;
            try
            {
                rendered[scope.Name] = session.Execute(scope.Name, scope.Data).Replace("<no value>", "", StringComparison.Ordinal);
            }
            catch (Exception e) when (e is TemplateExecException or FunctionException)
            {
                throw ExecError(scope.Name, e);
            }
            catch (LimitException e)
            {
                throw HelmError.Of(e.Code, $"{scope.Name}: {e.Message}", e);
            }
        }
        return rendered;
    }

    /// <summary>Deep paths first, so that definitions of parents and of alphabetically early files win.</summary>
    private static int Order(TemplateScope a, TemplateScope b)
    {
        var depth = b.Name.AsSpan().Count('/').CompareTo(a.Name.AsSpan().Count('/'));
        return depth != 0 ? depth : GoText.Compare(b.Name, a.Name);
    }

    private static GoMap Collect(ChartNode chart, Dictionary<string, TemplateScope> scopes, GoMap values, GoMap? parent, GoMap release, GoObject capabilities)
    {
        var subcharts = new GoMap();
        var files = new GoMap(GoTypes.Files);
        foreach (var file in chart.Chart.Files)
        {
            files[file.Name] = new GoBytes(file.Data.ToArray());
        }
        var data = new GoMap(GoTypes.ChartValues);
        data["Chart"] = new ChartMetadataValue(chart);
        data["Files"] = files;
        data["Release"] = release;
        data["Capabilities"] = capabilities;
        data["Values"] = new GoMap(GoTypes.ChartValues);
        data["Subcharts"] = subcharts;
        if (chart.IsRoot)
        {
            data["Values"] = values.Typed(GoTypes.ChartValues);
        }
        else if (parent?["Values"] is GoMap outer && ValuePath.Table(outer, chart.Name) is { } own)
        {
            data["Values"] = own.Typed(GoTypes.ChartValues);
        }
        foreach (var child in chart.Dependencies)
        {
            subcharts[child.Name] = Collect(child, scopes, values, data, release, capabilities).Typed(GoTypes.MapAny);
        }
        var path = chart.FullPath;
        foreach (var file in chart.Chart.Templates)
        {
            if (chart.IsLibrary && !GoPath.Base(file.Name).StartsWith('_'))
            {
                continue;
            }
            var name = GoPath.Join([path, file.Name]);
            scopes[name] = new TemplateScope(name, file, data, GoPath.Join([path, "templates"]));
        }
        return data;
    }

    private static OptaException ExecError(string file, Exception e)
    {
        var nil = (e as TemplateExecException)?.NilPath;
        var place = Place().Matches(e.Message) is { Count: > 0 } places ? places[^1].Groups["at"].Value : file;
        return new OptaException(
            new Diagnostic(HelmError.TemplateExec, Severity.Error, ExecMessage(file, e.Message))
            {
                Category = DiagnosticCategory.InvalidData,
                Resource = place,
                Cause = nil is null ? null : $"{nil} is nil: no value is set for it",
                Remedy = nil is null ? null : $"Set {nil.TrimStart('$', '.')} (--set, or a values file), or have the template test it first ({{{{ with {nil} }}}}).",
            },
            e);
    }

    private static string ParseMessage(string file, string message)
    {
        var parts = message.Split(": ");
        return parts.Length == 1 ? $"parse error in ({file}): {message}" : $"parse error at ({parts[1]}): {parts[^1]}";
    }

    private static string ExecMessage(string file, string message)
    {
        var parts = message.Split(": ", 3);
        if (parts.Length != 3)
        {
            return $"execution error in ({file}): {message}";
        }
        var match = Marked().Match(parts[2]);
        return match.Success ? $"execution error at ({parts[1]}): {match.Groups["text"].Value}" : message;
    }

    [GeneratedRegex("template: (?<at>[^ ]+:[0-9]+(:[0-9]+)?): ", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex("HELM_ERR_START(?<text>.*)HELM_ERR_END", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Marked();
}
