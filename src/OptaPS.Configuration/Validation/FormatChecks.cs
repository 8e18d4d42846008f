using System.Text.RegularExpressions;
using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Validation;

/// <summary>Checks the content of single values: allowed texts, ranges, patterns and named formats.</summary>
internal sealed class FormatChecks(LoadContext context)
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    /// <summary>True when the value is allowed; else a finding was recorded.</summary>
    public bool Check(ScalarNode node, ConfigScalar value, ValueSchema schema, string name)
    {
        if (schema.Allowed.Count > 0 && !schema.Allowed.Contains(value.Text, StringComparer.Ordinal))
        {
            context.Error(
                Codes.NotAllowed,
                node,
                $"The input '{name}' cannot be {Quote.Of(value.Text)}.",
                string.Join(", ", schema.Allowed.Except(schema.Retired, StringComparer.Ordinal)),
                value.Kind == ScalarKind.Text ? NearestName.Of(value.Text, schema.Allowed) : null);
            return false;
        }

        if (schema.Retired.Contains(value.Text, StringComparer.Ordinal))
        {
            context.Warning(Codes.Retired, node, $"{Quote.Of(value.Text)} for '{name}' is out of support at the cloud; nothing new can be made with it.", string.Join(", ", schema.Allowed.Except(schema.Retired, StringComparer.Ordinal)));
        }

        if (value.Kind == ScalarKind.Integer && (value.Integer < schema.Minimum || value.Integer > schema.Maximum))
        {
            context.Error(Codes.OutOfRange, node, $"The input '{name}' cannot be {Quote.Clean(value.Text, 40)}.", Range(schema.Minimum, schema.Maximum));
            return false;
        }

        if (schema.Pattern is { } pattern && !Matches(value.Text, pattern))
        {
            context.Error(Codes.WrongForm, node, $"The input '{name}' cannot be {Quote.Of(value.Text)}.", schema.Form ?? pattern);
            return false;
        }

        if (schema.Format is { } format && TextFormats.Problem(format, value.Text) is { } allowed)
        {
            if (schema.Soft)
            {
                context.Warning(Codes.WrongForm, node, $"{Quote.Of(value.Text)} for '{name}' does not look right.", allowed);
                return true;
            }

            context.Error(format == "public-uri" ? Codes.PublicUri : Codes.WrongForm, node, $"The input '{name}' cannot be {Quote.Of(value.Text)}.", allowed);
            return false;
        }

        return schema.Format is not ("file" or "folder") || CheckExists(node, value.Text, schema, name);
    }

    /// <summary>A range in words.</summary>
    public static string Range(long? minimum, long? maximum) => (minimum, maximum) switch
    {
        ({ } low, { } high) => $"{low} to {high}",
        ({ } low, null) => $"{low} or more",
        (null, { } high) => $"at most {high}",
        _ => "any number",
    };

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, @"\A(?:" + pattern + @")\z", RegexOptions.CultureInvariant, PatternTime);
        }
        catch (RegexMatchTimeoutException)
        {
            // No allowed text takes a second to match.
            return false;
        }
    }

    private static long Size(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private bool CheckExists(ScalarNode node, string path, ValueSchema schema, string name)
    {
        if (!context.Options.CheckReferencedFiles || path.Contains('\0', StringComparison.Ordinal))
        {
            return true;
        }

        var full = Path.GetFullPath(path, context.BaseDirectory);
        if (!(schema.Format == "file" ? File.Exists(full) : Directory.Exists(full)))
        {
            return Missing(node, $"The {schema.Format} {Quote.Of(path)} that '{name}' names does not exist.", $"an existing {schema.Format}, relative to the folder of this file");
        }

        if (schema.Maximum is { } most && schema.Format == "file" && Size(full) is var size && size >= most)
        {
            context.Error(Codes.OutOfRange, node, $"The file {Quote.Of(path)} that '{name}' names has {size} bytes.", $"less than {most} bytes");
            return false;
        }

        return true;
    }

    // A file may still be built between checking and applying, so only commands that change something insist on it.
    private bool Missing(ScalarNode node, string message, string allowed)
    {
        if (context.Options.AllowMissingVariables)
        {
            context.Warning(Codes.ReferencedFile, node, message, allowed);
            return true;
        }

        context.Error(Codes.ReferencedFile, node, message, allowed);
        return false;
    }
}
