using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>Scans anchors, aliases, tags and directives.</summary>
internal sealed class YamlPropertyScanner(YamlCursor cursor)
{
    public YamlToken Anchor(YamlTokenKind kind)
    {
        var start = cursor.Mark;
        cursor.Skip();
        var name = new StringBuilder();
        while (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '_' or '-')
        {
            cursor.Read(name);
        }
        if (name.Length == 0 || !(cursor.IsBlankOrEnd() || cursor.Current is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`'))
        {
            throw YamlScanner.Error(start, "did not find expected alphabetic or numeric character", cursor.Mark);
        }
        return new YamlToken(kind, start, cursor.Mark, name.ToString());
    }

    public YamlToken Tag()
    {
        var start = cursor.Mark;
        string handle;
        string suffix;
        if (cursor.At(1) == '<')
        {
            cursor.Skip();
            cursor.Skip();
            handle = "";
            suffix = Uri("", start, isTag: true);
            if (cursor.Current != '>')
            {
                throw YamlScanner.Error(start, "did not find the expected '>'", cursor.Mark);
            }
            cursor.Skip();
        }
        else
        {
            handle = Handle(start);
            if (handle.Length >= 2 && handle[0] == '!' && handle[^1] == '!')
            {
                suffix = Uri("", start, isTag: true);
            }
            else
            {
                suffix = Uri(handle, start, isTag: true);
                handle = "!";
                if (suffix.Length == 0)
                {
                    (handle, suffix) = (suffix, handle);
                }
            }
        }
        if (!cursor.IsBlankOrEnd())
        {
            throw YamlScanner.Error(start, "did not find expected whitespace or line break", cursor.Mark);
        }
        return new YamlToken(YamlTokenKind.Tag, start, cursor.Mark, suffix, Handle: handle);
    }

    public YamlToken Directive()
    {
        var start = cursor.Mark;
        cursor.Skip();
        var name = new StringBuilder();
        while (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '_' or '-')
        {
            cursor.Read(name);
        }
        if (name.Length == 0)
        {
            throw YamlScanner.Error(start, "could not find expected directive name", cursor.Mark);
        }
        if (!cursor.IsBlankOrEnd())
        {
            throw YamlScanner.Error(start, "found unexpected non-alphabetical character", cursor.Mark);
        }
        var token = name.ToString() switch
        {
            "YAML" => Version(start),
            "TAG" => TagDirective(start),
            _ => throw YamlScanner.Error(start, "found unknown directive name", cursor.Mark),
        };
        SkipBlanks();
        if (cursor.Current == '#')
        {
            while (!cursor.IsBreakOrEnd)
            {
                cursor.Skip();
            }
        }
        if (!cursor.IsBreakOrEnd)
        {
            throw YamlScanner.Error(start, "did not find expected comment or line break", cursor.Mark);
        }
        if (cursor.IsBreak)
        {
            cursor.SkipLine();
        }
        return token;
    }

    private YamlToken Version(YamlMark start)
    {
        SkipBlanks();
        var major = VersionNumber(start);
        if (cursor.Current != '.')
        {
            throw YamlScanner.Error(start, "did not find expected digit or '.' character", cursor.Mark);
        }
        cursor.Skip();
        var minor = VersionNumber(start);
        return new YamlToken(YamlTokenKind.VersionDirective, start, cursor.Mark, major + "." + minor);
    }

    private string VersionNumber(YamlMark start)
    {
        var digits = new StringBuilder();
        while (char.IsAsciiDigit(cursor.Current))
        {
            if (digits.Length == 2)
            {
                throw YamlScanner.Error(start, "found extremely long version number", cursor.Mark);
            }
            cursor.Read(digits);
        }
        return digits.Length > 0 ? digits.ToString() : throw YamlScanner.Error(start, "did not find expected version number", cursor.Mark);
    }

    private YamlToken TagDirective(YamlMark start)
    {
        SkipBlanks();
        var handle = Handle(start);
        if (!cursor.IsBlank)
        {
            throw YamlScanner.Error(start, "did not find expected whitespace", cursor.Mark);
        }
        SkipBlanks();
        var prefix = Uri("", start, isTag: false);
        if (!cursor.IsBlankOrEnd())
        {
            throw YamlScanner.Error(start, "did not find expected whitespace or line break", cursor.Mark);
        }
        return new YamlToken(YamlTokenKind.TagDirective, start, cursor.Mark, prefix, Handle: handle);
    }

    private void SkipBlanks()
    {
        while (cursor.IsBlank)
        {
            cursor.Skip();
        }
    }

    private string Handle(YamlMark start)
    {
        if (cursor.Current != '!')
        {
            throw YamlScanner.Error(start, "did not find expected '!'", cursor.Mark);
        }
        var handle = new StringBuilder();
        cursor.Read(handle);
        while (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '_' or '-')
        {
            cursor.Read(handle);
        }
        if (cursor.Current == '!')
        {
            cursor.Read(handle);
        }
        return handle.ToString();
    }

    private string Uri(string head, YamlMark start, bool isTag)
    {
        var uri = new StringBuilder(head.Length > 1 ? head[1..] : "");
        var any = head.Length > 0;
        while (char.IsAsciiLetterOrDigit(cursor.Current)
            || cursor.Current is '_' or '-' or ';' or '/' or '?' or ':' or '@' or '&' or '=' or '+' or '$' or '.' or '!' or '~' or '*' or '\'' or '(' or ')' or '%'
            || (!isTag && cursor.Current is ',' or '[' or ']'))
        {
            any = true;
            if (cursor.Current == '%' && char.IsAsciiHexDigit(cursor.At(1)) && char.IsAsciiHexDigit(cursor.At(2)))
            {
                uri.Append((char)Convert.ToInt32(new string([cursor.At(1), cursor.At(2)]), 16));
                cursor.Skip();
                cursor.Skip();
                cursor.Skip();
            }
            else
            {
                cursor.Read(uri);
            }
        }
        return any ? uri.ToString() : throw YamlScanner.Error(start, "did not find expected tag URI", cursor.Mark);
    }
}
