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
}
