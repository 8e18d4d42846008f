using System.Xml.Linq;

namespace OptaPS.NoticesGenerator;

/// <summary>What the nuspec file of a package says about its origin and its licence.</summary>
/// <param name="Id">The name of the package.</param>
/// <param name="LicenseExpression">An SPDX expression, such as MIT; null when the package gives none.</param>
/// <param name="LicenseFile">The path of the licence inside the package; null when the package gives none.</param>
/// <param name="LicenseUrl">Where the licence lies; older packages have only this.</param>
/// <param name="ProjectUrl">The site of the project.</param>
/// <param name="RepositoryUrl">Where the source lies.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="Copyright">The line of copyright.</param>
internal sealed record PackageFacts(
    string Id, string? LicenseExpression, string? LicenseFile, string? LicenseUrl, string? ProjectUrl, string? RepositoryUrl, string? Authors, string? Copyright)
{
    /// <summary>The licence in one line, as the package states it.</summary>
    public string License =>
        LicenseExpression ?? (LicenseFile is null ? LicenseUrl : $"the file {LicenseFile} in the package") ?? "not stated by the package";

    /// <summary>Reads a nuspec file of any version of its schema.</summary>
    public static PackageFacts Read(string nuspec)
    {
        var metadata = XDocument.Load(nuspec).Root?.Elements().FirstOrDefault(e => e.Name.LocalName == "metadata")
            ?? throw new InvalidDataException($"{nuspec} has no metadata.");
        var license = Element("license");
        var kind = (string?)license?.Attribute("type");
        return new PackageFacts(
            Text("id") ?? throw new InvalidDataException($"{nuspec} has no id."),
            kind == "expression" ? license!.Value.Trim() : null,
            kind == "file" ? license!.Value.Trim() : null,
            Text("licenseUrl"),
            Text("projectUrl"),
            (string?)Element("repository")?.Attribute("url"),
            Text("authors"),
            Text("copyright"));

        XElement? Element(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name);

        string? Text(string name) => Element(name)?.Value.Trim() is { Length: > 0 } value ? value : null;
    }
}
