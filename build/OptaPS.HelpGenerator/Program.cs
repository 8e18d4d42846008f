using OptaPS.HelpGenerator;

// Writes en-US/OptaPS.dll-Help.xml and about_*.help.txt from docs/ and the compiled cmdlets. Run by the build of OptaPS.PowerShell.
if (args is not [var assembly, var docs, var output])
{
    Console.Error.WriteLine("usage: OptaPS.HelpGenerator <OptaPS.dll> <docs folder> <output folder>");
    return 2;
}

var help = HelpSources.Read(assembly, docs);
Directory.CreateDirectory(output);
HelpFiles.Write(help, output);
foreach (var gap in help.Gaps())
    Console.WriteLine($"help: {gap}");
return 0;
