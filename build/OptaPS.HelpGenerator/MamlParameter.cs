using System.Globalization;
using System.Xml.Linq;

namespace OptaPS.HelpGenerator;

/// <summary>Writes one parameter of a command.</summary>
internal static class MamlParameter
{
    /// <summary>Positional parameters first, then the others by name.</summary>
    public static IEnumerable<ParameterShape> InOrder(CmdletShape cmdlet, string set) => cmdlet.Parameters
        .Concat(cmdlet.SupportsShouldProcess ? [Switch("Confirm"), Switch("WhatIf")] : [])
        .OrderBy(p => p.In(set)?.Position ?? int.MaxValue)
        .ThenBy(p => p.In(set) is { Mandatory: true } ? 0 : 1)
        .ThenBy(p => p.Name, StringComparer.Ordinal);

    public static XElement InSyntax(HelpSources help, CmdletShape cmdlet, ParameterShape parameter, string set) => Element(help, cmdlet, parameter, parameter.In(set)!);

    public static XElement Full(HelpSources help, CmdletShape cmdlet, ParameterShape parameter) => Element(help, cmdlet, parameter, parameter.Places.Values.First());

    private static XElement Element(HelpSources help, CmdletShape cmdlet, ParameterShape parameter, ParameterPlace place)
    {
        var text = help.Describe(cmdlet, parameter.Name);
        var element = new XElement(
            Maml.Command + "parameter",
            new XAttribute("required", place.Mandatory),
            new XAttribute("variableLength", parameter.TypeName.EndsWith("[]", StringComparison.Ordinal)),
            new XAttribute("globbing", parameter.Wildcards),
            new XAttribute("pipelineInput", place.Pipeline),
            new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml.Text + "name", parameter.Name),
            Maml.Description([.. text?.Description ?? []]));
        if (parameter.AllowedValues.Count > 0)
            element.Add(new XElement(Maml.Command + "parameterValueGroup", parameter.AllowedValues.Select(value => Value(value, "false"))));
        else if (!parameter.IsSwitch)
            element.Add(Value(parameter.TypeName, "true"));
        element.Add(
            new XElement(Maml.Dev + "type", new XElement(Maml.Text + "name", parameter.TypeName)),
            new XElement(Maml.Dev + "defaultValue", text is { Default.Length: > 0 } ? text.Default : parameter.IsSwitch ? "False" : "None"));
        return element;
    }

    private static XElement Value(string value, string required) =>
        new(Maml.Command + "parameterValue", new XAttribute("required", required), new XAttribute("variableLength", "false"), value);

    private static ParameterShape Switch(string name) => new(
        name,
        "SwitchParameter",
        new Dictionary<string, ParameterPlace>(StringComparer.Ordinal) { [ParameterShape.AllSets] = new(Mandatory: false, null, ByValue: false, ByPropertyName: false) },
        name == "Confirm" ? ["cf"] : ["wi"],
        [],
        Wildcards: false);
}
