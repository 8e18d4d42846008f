using System.Globalization;
using System.Xml;

namespace OptaPS.Agents;

/// <summary>Writes cases as a JUnit file, which every build system reads.</summary>
public static class JUnitReport
{
    /// <summary>Writes one suite.</summary>
    /// <param name="output">Where to write; not closed.</param>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="cases">Its cases.</param>
    public static void Write(TextWriter output, string suite, IReadOnlyList<ReportCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        using var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = false });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(suite));
        xml.WriteAttributeString("tests", cases.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", cases.Count(c => c.Failure is not null).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", "0");
        xml.WriteAttributeString("time", Seconds(cases.Aggregate(TimeSpan.Zero, (sum, c) => sum + c.Duration)));
        foreach (var item in cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean(suite));
            xml.WriteAttributeString("name", Clean(item.Name));
            xml.WriteAttributeString("time", Seconds(item.Duration));
            if (item.Failure is { } failure)
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Clean(failure.Split('\n')[0].TrimEnd('\r')));
                xml.WriteString(Clean(failure));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // Log lines of pods may hold characters that XML does not have.
    private static string Clean(string text) => string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
}
