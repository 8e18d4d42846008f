using System.Xml.Linq;

namespace OptaPS.HelpGenerator;

/// <summary>The namespaces of MAML and the element that all texts use.</summary>
internal static class Maml
{
    public static readonly XNamespace Root = "http://msh";
    public static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XElement Description(params string[] paragraphs) => new(Text + "description", paragraphs.Select(p => new XElement(Text + "para", p)));
}
