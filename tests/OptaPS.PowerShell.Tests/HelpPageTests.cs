using System.Text.RegularExpressions;
using System.Xml.Linq;
using OptaPS.HelpGenerator;
using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>Every cmdlet has a whole page, and the module folder has the help that was made of it.</summary>
public sealed partial class HelpPageTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");
    private static readonly HelpSources Help = HelpSources.Read(typeof(OptaCmdlet).Assembly.Location, Docs);

    [Fact]
    public void Pages_LackNothing() => Assert.Empty(Help.Gaps());

    [Fact]
    public void Links_LeadToPages()
    {
        var broken = Directory.EnumerateFiles(Path.Combine(Docs, "cmdlets"), "*-Opta*.md")
            .SelectMany(file => Link().Matches(File.ReadAllText(file)).Select(m => m.Groups["target"].Value)
                .Where(target => !File.Exists(Path.Combine(Docs, "cmdlets", target)))
                .Concat(AboutName().Matches(File.ReadAllText(file)).Select(m => m.Value).Where(topic => !Help.Topics.ContainsKey(topic)))
                .Select(target => $"{Path.GetFileName(file)}: {target}"));
        Assert.Empty(broken);
    }

    [Fact]
    public void Topics_AreAllThere() => Assert.Equal(
        ["about_OptaPS", "about_OptaPS_Configuration", "about_OptaPS_Errors", "about_OptaPS_Pipelines", "about_OptaPS_Sandbox", "about_OptaPS_Security", "about_OptaPS_State"],
        Help.Topics.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void ErrorTopic_HasEveryCode()
    {
        var codes = Directory.EnumerateFiles(Path.Combine(Docs, "errors"), "?xxx.md").SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(m => m.Groups["code"].Value)).ToList();
        var topic = File.ReadAllText(Path.Combine(HelpFolder, "about_OptaPS_Errors.help.txt"));
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Matches($@"(?m)^ *{code}$", topic));
    }

    [Fact]
    public void Topics_AreNarrowEnoughForAConsole()
    {
        // Code and words longer than a line stay whole.
        var wide = Directory.EnumerateFiles(HelpFolder, "about_*.help.txt")
            .SelectMany(file => File.ReadLines(file).Where(line => line.Length > 80 && line.Trim().Contains(' ', StringComparison.Ordinal) && !line.StartsWith("        ", StringComparison.Ordinal)));
        Assert.Empty(wide);
    }

    [Fact]
    public void ModuleFolder_HasHelpForEveryCmdlet()
    {
        var maml = XDocument.Load(Path.Combine(HelpFolder, "OptaPS.dll-Help.xml"));
        var commands = maml.Root!.Elements(Maml.Command + "command").ToDictionary(c => c.Element(Maml.Command + "details")!.Element(Maml.Command + "name")!.Value, StringComparer.Ordinal);
        Assert.Equal(Help.Cmdlets.Select(c => c.Name), commands.Keys.Order(StringComparer.Ordinal));
        Assert.All(Help.Cmdlets, cmdlet =>
        {
            var described = commands[cmdlet.Name].Element(Maml.Command + "parameters")!.Elements(Maml.Command + "parameter")
                .Where(p => p.Element(Maml.Text + "description")!.Value.Length > 0).Select(p => p.Element(Maml.Text + "name")!.Value).ToHashSet(StringComparer.Ordinal);
            Assert.All(cmdlet.Parameters, parameter => Assert.Contains(parameter.Name, described));
        });
    }

    [Fact]
    public void Page_WithAGapIsFound()
    {
        var page = CmdletPage.Parse("# Get-OptaSchema\n\nText.\n\n## Parameters\n\n### -Colour\nNone such.\n\n## Examples\n\n### One\n\n```powershell\n# no heading\nGet-OptaSchema\n```\n");
        var gaps = (Help with { Pages = new Dictionary<string, CmdletPage>(Help.Pages, StringComparer.Ordinal) { ["Get-OptaSchema"] = page } }).Gaps().ToList();
        Assert.Equal("# no heading\nGet-OptaSchema", page.Examples[0].Code);
        Assert.Contains(gaps, gap => gap.Contains("-Colour does not exist", StringComparison.Ordinal));
        Assert.Contains(gaps, gap => gap.Contains("-Cloud is not described", StringComparison.Ordinal));
        Assert.Contains(gaps, gap => gap.Contains("two examples", StringComparison.Ordinal));
        Assert.Contains(gaps, gap => gap.Contains("no Related", StringComparison.Ordinal));
    }

    private static string HelpFolder => Path.Combine(Path.GetDirectoryName(Repository.ModuleManifest)!, "en-US");

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"\babout_\w+")]
    private static partial Regex AboutName();

    [GeneratedRegex(@"(?m)^## (?<code>OPTA\d{4})\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
