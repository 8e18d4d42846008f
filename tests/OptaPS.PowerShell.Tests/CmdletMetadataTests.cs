using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
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
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        Assert.True(type is { IsSealed: true, IsPublic: true } && typeof(OptaCmdlet).IsAssignableFrom(type));
        Assert.Equal($"{cmdlet.VerbName}{cmdlet.NounName}Command", type.Name);
        Assert.StartsWith("Opta", cmdlet.NounName, StringComparison.Ordinal);
        Assert.False(cmdlet.NounName.EndsWith('s'), "nouns are singular");
        Assert.NotEmpty(type.GetCustomAttributes<OutputTypeAttribute>());
        if (cmdlet.VerbName is "New" or "Remove" or "Deploy" or "Install" or "Start" or "Stop" or "Export")
            Assert.True(cmdlet.SupportsShouldProcess, "a cmdlet that changes something supports ShouldProcess");
        if (cmdlet.VerbName == "Remove")
            Assert.Equal(ConfirmImpact.High, cmdlet.ConfirmImpact);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void PublicSurface_ShowsOnlyBaseClassLibraryAndContracts(Type type)
    {
        var shown = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(p => p.PropertyType)
            .Concat(type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(o => o.Type).Select(o => o.Type))
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
        var expected = Cmdlets.Select(t => t.GetCustomAttribute<CmdletAttribute>()!).Select(c => $"{c.VerbName}-{c.NounName}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, exported);
    }

    [Fact]
    public void SecretParameters_AreNeverText() =>
        Assert.DoesNotContain(
            Cmdlets.SelectMany(t => t.GetProperties()),
            p => p.PropertyType == typeof(string) && (p.Name.Contains("Password", StringComparison.OrdinalIgnoreCase) || p.Name.Contains("Secret", StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void EveryOutputType_HasAView()
    {
        var views = File.ReadAllText(Path.Combine(Repository.Root, "module", "OptaPS.Format.ps1xml"));
        var types = Cmdlets.SelectMany(t => t.GetCustomAttributes<OutputTypeAttribute>()).SelectMany(o => o.Type).Select(o => o.Type).Where(t => t != typeof(string)).Distinct();
        Assert.All(types, t => Assert.Contains($"<TypeName>{t.FullName}</TypeName>", views, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"'([A-Z]\w+-Opta\w+)'")]
    private static partial Regex ExportedName();
}
