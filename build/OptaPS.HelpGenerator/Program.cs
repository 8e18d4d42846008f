using OptaPS.HelpGenerator;

// Writes en-US/OptaPS.dll-Help.xml, en-US/about_*.help.txt and data/module-types.tsv from docs/ and the compiled cmdlets. Run by the build of OptaPS.PowerShell.
if (args is not [var assembly, var docs, var output])
{
    Console.Error.WriteLine("usage: OptaPS.HelpGenerator <OptaPS.dll> <docs folder> <module folder>");
    return 2;
}

var help = HelpSources.Read(assembly, docs);
Directory.CreateDirectory(Path.Combine(output, "en-US"));
HelpFiles.Write(help, Path.Combine(output, "en-US"));
HelpFiles.WriteModuleTypes(Path.Combine(docs, "modules"), Path.Combine(output, "data", "module-types.tsv"));
foreach (var gap in help.Gaps())
    Console.WriteLine($"help: {gap}");
return 0;
