using OptaPS.NoticesGenerator;

// Writes THIRD-PARTY-NOTICES.txt and OptaPS.cdx.json (CycloneDX 1.6) into the module folder. Run by dotnet pack of OptaPS.PowerShell,
// after the files are signed, so that the hashes are those of the files that are shipped.
if (args is not [var module, var nuspec, var version, var packages])
{
    Console.Error.WriteLine("usage: OptaPS.NoticesGenerator <module folder> <nuspec of the module> <version> <folder of restored packages>");
    return 2;
}

try
{
    var shipped = ShippedFiles.Read(module, packages);
    File.WriteAllText(Path.Combine(module, ShippedFiles.NoticesName), NoticesText.Write(shipped.Libraries));
    File.WriteAllText(Path.Combine(module, ShippedFiles.SbomName), Sbom.Write(PackageFacts.Read(nuspec), version, shipped));
    return 0;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or System.Text.Json.JsonException or System.Xml.XmlException)
{
    // In the form that MSBuild shows as an error.
    Console.Error.WriteLine($"OptaPS.NoticesGenerator : error OPTANOTICES: {failure.Message}");
    return 1;
}
