using System.Text;

namespace OptaPS.NoticesGenerator;

/// <summary>The notices for the packages that the module carries, each with what it says about itself.</summary>
internal static class NoticesText
{
    /// <summary>The text, with line feeds on every system.</summary>
    public static string Write(IReadOnlyList<PackagedLibrary> libraries)
    {
        var text = new StringBuilder();
        text.Append("THIRD-PARTY NOTICES\n\nThe OptaPS module carries the following ").Append(libraries.Count)
            .Append(" packages unchanged, each under its own licence.\nMade by the build from the descriptions of the packages. The licence of OptaPS itself is in LICENSE.\n");
        foreach (var library in libraries)
        {
            text.Append('\n').Append(library.Name).Append(' ').Append(library.Version).Append('\n');
            Line("Licence", library.Facts.License);
            Line("Licence text", library.Facts.LicenseExpression is null ? null : library.Facts.LicenseUrl);
            Line("Project", library.Facts.ProjectUrl);
            Line("Source", library.Facts.RepositoryUrl);
            Line("Package", $"https://www.nuget.org/packages/{library.Name}/{library.Version}");
            Line("Authors", library.Facts.Authors);
            Line("Copyright", library.Facts.Copyright);
            foreach (var file in library.Files)
                Line("File", file.Path);
        }

        return text.ToString();

        void Line(string name, string? value)
        {
            if (value is not null)
                text.Append("  ").Append(name).Append(": ").AppendJoin(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Append('\n');
        }
    }
}
