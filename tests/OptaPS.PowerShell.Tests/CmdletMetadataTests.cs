using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OptaPS.Objects;
using OptaPS.PowerShell;
using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>All cmdlets against the guidelines: names, manifest, output types, and what the public surface may show.</summary>
public sealed partial class CmdletMetadataTests
{
    private static readonly Type[] Cmdlets = [.. typeof(OptaCmdlet).Assembly.GetTypes().Where(t => t.GetCustomAttribute<CmdletAttribute>() is not null)];

    public static TheoryData<Type> All => [.. Cmdlets];

    [Theory]
    [MemberData(nameof(All))]
    public void Cmdlet_FollowsTheGuidelines(Type type)
    {
        var (verb, noun) = NameOf(type);
        Assert.True(type is { IsSealed: true, IsPublic: true } && (typeof(OptaCmdlet).IsAssignableFrom(type) || typeof(AssertionCmdlet).IsAssignableFrom(type)));
        Assert.Equal($"{verb}{noun}Command", type.Name);
        Assert.StartsWith("Opta", noun, StringComparison.Ordinal);
        Assert.False(noun.EndsWith('s'), "nouns are singular");
        Assert.NotEmpty(OutputTypesOf(type));
        if (verb is not ("Get" or "Test" or "Compare" or "Assert" or "Expand"))
            Assert.True(Setting(type, nameof(CmdletAttribute.SupportsShouldProcess)) is true, "a cmdlet that changes something supports ShouldProcess");
        // Deletion, unlocking, and edits of the state by hand.
        if (verb is "Remove" or "Unlock" or "Uninstall" or "Move" or "Unprotect")
            Assert.Equal((int)ConfirmImpact.High, Setting(type, nameof(CmdletAttribute.ConfirmImpact)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void PublicSurface_ShowsOnlyBaseClassLibraryAndContracts(Type type)
    {
        var shown = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(p => p.PropertyType)
            .Concat(OutputTypesOf(type))
            .Select(t => Nullable.GetUnderlyingType(t) ?? t);
        Assert.All(shown, t => Assert.True(
            t.Assembly == typeof(object).Assembly || t.Assembly.GetName().Name is "OptaPS.Contracts" or "System.Management.Automation" || t.Namespace == "System" || t.Namespace == "System.Collections",
            t.FullName));
    }

    [Fact]
    public void Manifest_ExportsExactlyTheCmdlets()
    {
        var manifest = File.ReadAllText(Path.Combine(Repository.Root, "module", "OptaPS.psd1"));
        var exported = ExportedName().Matches(manifest).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);
        var expected = Cmdlets.Select(NameOf).Select(name => $"{name.Verb}-{name.Noun}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, exported);
    }

    [Fact]
    public void EveryCmdlet_HasAPesterFile() =>
        Assert.Empty(CmdletNames.All.Except(PesterRun.FileNames("cmdlets").Select(file => Path.GetFileName(file).Replace(".Tests.ps1", "", StringComparison.Ordinal)), StringComparer.Ordinal));

    [Fact]
    public void SecretParameters_AreNeverText() =>
        Assert.DoesNotContain(
            Cmdlets.SelectMany(t => t.GetProperties()),
            p => p.PropertyType == typeof(string) && (p.Name.Contains("Password", StringComparison.OrdinalIgnoreCase) || p.Name.Contains("Secret", StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void EveryOutputType_HasATableAListAndAKey()
    {
        var views = XDocument.Load(Path.Combine(Repository.Root, "module", "OptaPS.Format.ps1xml")).Descendants("View").ToLookup(v => v.Element("ViewSelectedBy")!.Element("TypeName")!.Value);
        var types = XDocument.Load(Path.Combine(Repository.Root, "module", "OptaPS.Types.ps1xml")).Root!.Elements("Type").ToDictionary(t => t.Element("Name")!.Value, StringComparer.Ordinal);
        Assert.All(Cmdlets.SelectMany(OutputTypesOf).Where(t => t != typeof(string) && t != typeof(bool)).Distinct(), type =>
        {
            Assert.Contains(views[type.FullName!], v => v.Element("TableControl") is not null);
            Assert.Contains(views[type.FullName!], v => v.Element("ListControl") is not null);
            var sets = types[type.FullName!].Descendants("PropertySet").ToDictionary(s => s.Element("Name")!.Value, s => s.Descendants("Name").Skip(1).Select(n => n.Value).ToList(), StringComparer.Ordinal);
            Assert.NotEmpty(sets["DefaultDisplayPropertySet"]);
            Assert.NotEmpty(sets["DefaultKeyPropertySet"]);
        });
    }

    [Fact]
    public void ViewsAndSets_NameOnlyPropertiesThatExist()
    {
        foreach (var file in new[] { "OptaPS.Format.ps1xml", "OptaPS.Types.ps1xml" })
        {
            var document = XDocument.Load(Path.Combine(Repository.Root, "module", file));
            var named = document.Descendants("View").Select(v => (Type: v.Element("ViewSelectedBy")!.Element("TypeName")!.Value, Names: v.Descendants("PropertyName").Select(p => p.Value)))
                .Concat(document.Root!.Elements("Type").Select(t => (Type: t.Element("Name")!.Value, Names: t.Descendants("ReferencedProperties").SelectMany(r => r.Elements("Name")).Select(n => n.Value))));
            Assert.All(named, entry =>
            {
                var type = typeof(PlanView).Assembly.GetType(entry.Type, throwOnError: true)!;
                Assert.All(entry.Names, name => Assert.True(type.GetProperty(name) is not null, $"{entry.Type} has no {name}"));
            });
        }
    }

    // The attributes are read as data: the reference assembly that tests compile against has constructors that keep nothing.
    private static CustomAttributeData CmdletOf(Type type) => type.CustomAttributes.Single(a => a.AttributeType == typeof(CmdletAttribute));

    private static (string Verb, string Noun) NameOf(Type type) =>
        CmdletOf(type).ConstructorArguments is [{ Value: string verb }, { Value: string noun }] ? (verb, noun) : throw new InvalidOperationException(type.FullName);

    private static object? Setting(Type type, string name) => CmdletOf(type).NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value;

    private static IEnumerable<Type> OutputTypesOf(Type type) => type.CustomAttributes.Where(a => a.AttributeType == typeof(OutputTypeAttribute))
        .SelectMany(a => (IReadOnlyList<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!).Select(argument => (Type)argument.Value!);

    [GeneratedRegex(@"'([A-Z]\w+-Opta\w+)'")]
    private static partial Regex ExportedName();
}
