namespace OptaPS.NoticesGenerator;

/// <summary>A package of someone else whose files the module carries.</summary>
/// <param name="Name">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Facts">What it says about itself.</param>
/// <param name="Files">Its files in the module folder.</param>
/// <param name="DependsOn">The packages it needs, among those that the module carries.</param>
internal sealed record PackagedLibrary(string Name, string Version, PackageFacts Facts, IReadOnlyList<ShippedFile> Files, IReadOnlyList<string> DependsOn)
{
    /// <summary>The address of the package in the form of the package-url specification.</summary>
    public string Purl => $"pkg:nuget/{Name}@{Version}";
}
