using System.Text.RegularExpressions;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Tools.Linting;

/// <summary>Templates must render, and make documents that a cluster could take.</summary>
internal static partial class TemplateRules
{
    public static async Task CheckAsync(Chart chart, ChartValues values, TemplateOptions options, LintFindings findings, CancellationToken cancellationToken)
    {
        var version = options.KubeVersion.Length > 0 ? KubeVersion.Parse(options.KubeVersion) : null;
        Dictionary<string, string> rendered;
        try
        {
            rendered = await ChartRenderer.RenderFilesAsync(
                chart,
                values,
                new ReleaseOptions { Name = "test-release", Namespace = options.Namespace, Revision = 0, IsInstall = false },
                version is null ? Capabilities.Default : Capabilities.Default with { KubeVersion = version },
                new RenderOptions { SkipSchemaValidation = options.SkipSchemaValidation, IsLint = true },
                options.Limits,
                cancellationToken);
        }
        catch (OptaException e)
        {
            findings.Error("templates/", e.Diagnostics[0].Message);
            return;
        }
        foreach (var template in chart.Templates)
        {
            var name = template.Name;
            var extension = GoPath.Extension(name);
            findings.Error(name, extension is ".yaml" or ".yml" or ".tpl" or ".txt" ? null : $"file extension '{extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt");
            findings.Warning(name, CrdHook().IsMatch(template.Text)
                ? "manifest is a crd-install hook. This hook is no longer supported in v3 and all CRDs should also exist the crds/ directory at the top level of the chart" : null);
            findings.Error(name, ReleaseTime().IsMatch(template.Text) ? ".Release.Time has been removed in v3, please replace with the `now` function in your templates" : null);
            if (extension == ".yaml" && rendered.GetValueOrDefault(GoPath.Join([chart.Name, name])) is { } text && !string.IsNullOrWhiteSpace(text) && !Documents(name, text, version, findings))
            {
                return;
            }
        }
    }

    private static bool Documents(string name, string text, KubeVersion? version, LintFindings findings)
    {
        var first = text.Split('\n').First(line => line.Trim().Length > 0).TrimEnd('\r');
        findings.Warning(name, first[0] is ' ' or '\t' ? $"document starts with an illegal indent: {GoQuote.Quote(first)}, which may cause parsing problems" : null);
        foreach (var document in Separator().Split(text).Where(part => part.Trim().Length > 0))
        {
            GoMap? map;
            try
            {
                map = YamlReader.ReadMap(document);
            }
            catch (YamlTextException e)
            {
                findings.Error(name, "unable to parse YAML: " + e.Message);
                return false;
            }
            if (map is not null)
            {
                Object(name, text, map, version, findings);
            }
        }
        return true;
    }

    private static void Object(string name, string text, GoMap map, KubeVersion? version, LintFindings findings)
    {
        var (api, kind, called) = (Text(map["apiVersion"]), Text(map["kind"]), Text((map["metadata"] as GoMap)?["name"]));
        findings.Warning(name, ObjectNameRules.Check(kind, called));
        findings.Warning(name, api.Length > 0 && kind.Length > 0 ? DeprecatedApis.Warning(api, kind, version ?? Capabilities.Default.KubeVersion) : null);
        var selects = kind is not ("Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet") || text.Contains("matchLabels", StringComparison.Ordinal) || text.Contains("matchExpressions", StringComparison.Ordinal);
        findings.Error(name, selects ? null : $"a {kind} must contain matchLabels or matchExpressions, and {GoQuote.Quote(called)} does not");

        // Helm looks at the first document of the file here, whichever document is the list.
        var keeps = kind == "List" && (YamlReader.ReadMap(text)?["items"] as GoList)?.Items.OfType<GoMap>().Any(item => ((item["metadata"] as GoMap)?["annotations"] as GoMap)?.ContainsKey("helm.sh/resource-policy") == true) == true;
        findings.Error(name, keeps ? "Annotation 'helm.sh/resource-policy' within List objects are ignored" : null);
    }

    private static string Text(object? value) => value as string ?? "";

    [GeneratedRegex("\"?helm\\.sh/hook\"?:\\s+crd-install")]
    private static partial Regex CrdHook();

    [GeneratedRegex("\\.Release\\.Time")]
    private static partial Regex ReleaseTime();

    [GeneratedRegex("(?:\\A|\n)---[^\n]*(?=\n|\\z)")]
    private static partial Regex Separator();
}
