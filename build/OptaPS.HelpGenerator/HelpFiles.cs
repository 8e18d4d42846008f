using System.Text;
using System.Xml;

namespace OptaPS.HelpGenerator;

/// <summary>Writes the help files of the module.</summary>
internal static class HelpFiles
{
    private static readonly UTF8Encoding NoMark = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(HelpSources help, string folder)
    {
        using (var writer = XmlWriter.Create(Path.Combine(folder, "OptaPS.dll-Help.xml"), new XmlWriterSettings { Indent = true, Encoding = NoMark, NewLineChars = "\n" }))
            MamlDocument.Make(help).Save(writer);

        foreach (var (name, markdown) in help.Topics)
            File.WriteAllText(Path.Combine(folder, $"{name}.help.txt"), AboutText.Make(name, markdown), NoMark);
    }

    /// <summary>Writes the names of module types with their first sentence, one a line, for completion.</summary>
    public static void WriteModuleTypes(string modules, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var types = Directory.EnumerateFiles(modules, "*.md").Where(page => Path.GetFileName(page) != "README.md").Order(StringComparer.Ordinal);
        File.WriteAllLines(file, types.Select(page => $"{Path.GetFileNameWithoutExtension(page)}\t{FirstSentence(File.ReadAllText(page))}"), NoMark);
    }

    private static string FirstSentence(string markdown)
    {
        var text = MarkdownSection.Split(markdown)[0].Paragraphs().FirstOrDefault(p => !p.StartsWith('|')) ?? "";
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..(end + 1)]).Replace('\t', ' ').Replace('\n', ' ');
    }
}
