using System.Xml.Linq;

namespace OptaPS.HelpGenerator;

/// <summary>Makes the MAML document that Get-Help reads.</summary>
internal static class MamlDocument
{
    public static XDocument Make(HelpSources help) => new(new XElement(
        Maml.Root + "helpItems",
        new XAttribute("schema", "maml"),
        help.Cmdlets.Where(cmdlet => help.Pages.ContainsKey(cmdlet.Name)).Select(cmdlet => Command(help, cmdlet, help.Pages[cmdlet.Name]))));

    private static XElement Command(HelpSources help, CmdletShape cmdlet, CmdletPage page) => new(
        Maml.Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml.Text.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Maml.Command.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Maml.Dev.NamespaceName),
        new XElement(
            Maml.Command + "details",
            new XElement(Maml.Command + "name", cmdlet.Name),
            new XElement(Maml.Command + "verb", cmdlet.Verb),
            new XElement(Maml.Command + "noun", cmdlet.Noun),
            Maml.Description(MarkdownText.Plain(page.Synopsis))),
        Maml.Description([.. page.Description]),
        new XElement(Maml.Command + "syntax", cmdlet.Sets.Select(set => SyntaxItem(help, cmdlet, set))),
        new XElement(Maml.Command + "parameters", MamlParameter.InOrder(cmdlet, cmdlet.Sets[0]).Select(p => MamlParameter.Full(help, cmdlet, p))),
        new XElement(Maml.Command + "inputTypes", page.Inputs.Select(t => TypeEntry("inputType", t))),
        new XElement(Maml.Command + "returnValues", page.Outputs.Select(t => TypeEntry("returnValue", t))),
        new XElement(Maml.Command + "examples", page.Examples.Select(Example)),
        new XElement(Maml.Command + "relatedLinks", page.Related.Select(r => new XElement(Maml.Text + "navigationLink", new XElement(Maml.Text + "linkText", r), new XElement(Maml.Text + "uri")))));

    private static XElement SyntaxItem(HelpSources help, CmdletShape cmdlet, string set) => new(
        Maml.Command + "syntaxItem",
        new XElement(Maml.Text + "name", cmdlet.Name),
        MamlParameter.InOrder(cmdlet, set).Where(p => p.In(set) is not null).Select(p => MamlParameter.InSyntax(help, cmdlet, p, set)));

    private static XElement TypeEntry(string name, TypeText type) => new(
        Maml.Command + name,
        new XElement(Maml.Dev + "type", new XElement(Maml.Text + "name", type.TypeName)),
        Maml.Description(type.Description));

    private static XElement Example(PageExample example, int index) => new(
        Maml.Command + "example",
        new XElement(Maml.Text + "title", $"-------- Example {index + 1}: {example.Title} --------"),
        new XElement(Maml.Dev + "code", example.Code),
        new XElement(Maml.Dev + "remarks", example.Remarks.Select(r => new XElement(Maml.Text + "para", r))));
}
