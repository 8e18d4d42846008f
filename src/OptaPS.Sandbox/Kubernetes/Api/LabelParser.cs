using System.Globalization;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Reads the text form of a label selector: <c>a=b,c in (d,e),!f,g>1</c>.</summary>
internal sealed class LabelParser
{
    private const string Special = "=!(),<>";
    private static readonly string[] Symbols = ["=", "==", "!", "!=", "(", ")", ",", "<", ">"];
    private static readonly string[] Verbs = ["in", "notin", "=", "==", "!=", "<", ">"];

    private readonly List<string> tokens = [];
    private int at;

    private LabelParser(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            if (Special.Contains(text[i], StringComparison.Ordinal))
            {
                i++;
                while (i < text.Length && Symbols.Contains(text[start..(i + 1)]))
                    i++;
            }
            else
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && !Special.Contains(text[i], StringComparison.Ordinal))
                    i++;
            }

            tokens.Add(text[start..i]);
        }
    }

    private string Next => at < tokens.Count ? tokens[at] : "";

    public static List<LabelRequirement> Parse(string text)
    {
        var parser = new LabelParser(text);
        var result = new List<LabelRequirement>();
        while (true)
        {
            if (parser.Next.Length == 0)
                return result;
            if (!IsName(parser.Next) && parser.Next != "!")
                throw Bad($"found '{parser.Next}', expected: !, identifier, or 'end of string'");
            result.Add(parser.Requirement());
            var end = parser.Take();
            if (end.Length == 0)
                return result;
            if (end != ",")
                throw Bad($"found '{end}', expected: ',' or 'end of string'");
            if (!IsName(parser.Next) && parser.Next != "!")
                throw Bad($"found '{parser.Next}', expected: identifier after ','");
        }
    }

    private static bool IsName(string token) => token.Length > 0 && !Special.Contains(token[0], StringComparison.Ordinal);

    private static ApiException Bad(string why) => ApiErrors.BadRequest(why);

    private static ApiException Unparsed(string why) => Bad("unable to parse requirement: " + why);

    private string Take() => at < tokens.Count ? tokens[at++] : "";

    private LabelRequirement Requirement()
    {
        var absent = Next == "!";
        if (absent)
            at++;
        var key = Take();
        if (!IsName(key))
            throw Unparsed($"found '{key}', expected: identifier");
        if (NameRules.Qualified(key).FirstOrDefault() is { } problem)
            throw Unparsed($"<nil>: Invalid value: \"{key}\": {problem}");
        if (absent)
            return new LabelRequirement(key, "DoesNotExist", []);
        if (Next is "" or ",")
            return new LabelRequirement(key, "Exists", []);
        var verb = Take();
        if (!Verbs.Contains(verb))
            throw Unparsed($"found '{verb}', expected: in, notin, =, ==, !=, gt, lt");
        var values = verb is "in" or "notin" ? Values() : [Exact()];
        return Check(new LabelRequirement(key, verb switch { "in" or "=" or "==" => "In", "notin" or "!=" => "NotIn", ">" => "Gt", _ => "Lt" }, values));
    }

    private string Exact()
    {
        if (Next is "" or ",")
            return "";
        var value = Take();
        return IsName(value) ? value : throw Unparsed($"found '{value}', expected: identifier");
    }

    private List<string> Values()
    {
        var open = Take();
        if (open != "(")
            throw Unparsed($"found '{open}' expected: '('");
        var values = new List<string>();
        var empty = true;
        while (true)
        {
            var token = Take();
            if (token is ")" or ",")
            {
                if (empty)
                    values.Add("");
                empty = true;
                if (token == ")")
                    return [.. values.Distinct()];
                continue;
            }

            if (!IsName(token) || !empty)
                throw Unparsed(empty ? $"found '{token}', expected: ',', ')' or identifier" : $"found '{token}', expected: ',' or ')'");
            values.Add(token);
            empty = false;
        }
    }

    private static LabelRequirement Check(LabelRequirement requirement)
    {
        var index = 0;
        foreach (var value in requirement.Values)
        {
            if (requirement.Operator is "Gt" or "Lt" && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                throw Unparsed($"values[{index}]: Invalid value: \"{value}\": for 'Gt', 'Lt' operators, the value must be an integer");
            if (NameRules.LabelValue(value).FirstOrDefault() is { } problem)
                throw Unparsed($"values[{index}][{requirement.Key}]: Invalid value: \"{value}\": {problem}");
            index++;
        }

        return requirement;
    }
}
