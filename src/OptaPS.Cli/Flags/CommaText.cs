using System.Text;

namespace OptaPS.Cli.Flags;

/// <summary>Texts separated by commas, quoted as in CSV where they hold commas themselves.</summary>
internal static class CommaText
{
    public static List<string> Split(string flag, string text)
    {
        var parts = new List<string>();
        if (text.Length == 0)
            return parts;
        var at = 0;
        while (true)
        {
            var part = new StringBuilder();
            if (at < text.Length && text[at] == '"')
                at = Quoted(flag, text, at + 1, part);
            else
            {
                for (; at < text.Length && text[at] != ','; at++)
                    part.Append(text[at] == '"' ? throw Broken(flag, text, "bare \" in non-quoted-field") : text[at]);
            }

            parts.Add(part.ToString());
            if (at >= text.Length)
                return parts;
            at++;
        }
    }

    private static int Quoted(string flag, string text, int at, StringBuilder part)
    {
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                part.Append(text[at++]);
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == '"')
            {
                part.Append('"');
                at += 2;
                continue;
            }

            at++;
            return at == text.Length || text[at] == ',' ? at : throw Broken(flag, text, "extraneous or missing \" in quoted-field");
        }

        throw Broken(flag, text, "extraneous or missing \" in quoted-field");
    }

    private static FlagException Broken(string flag, string text, string what) => new($"invalid argument \"{text}\" for \"--{flag}\" flag: {what}");
}
