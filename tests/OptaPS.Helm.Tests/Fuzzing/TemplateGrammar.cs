using System.Text;
using OptaPS.Helm.Functions;

namespace OptaPS.Helm.Tests.Fuzzing;

/// <summary>Makes templates that are well formed and call every function with arguments of every kind.</summary>
internal sealed class TemplateGrammar(Random random)
{
    // Making keys and hashing passwords takes seconds by design; the corpus tests them.
    private static readonly string[] Slow = ["genCA", "genCAWithKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert", "genSignedCertWithKey", "genPrivateKey", "htpasswd", "bcrypt", "derivePassword"];
    private static readonly string[] Functions = [.. FunctionTable.Helm.Functions.Keys.Except(Slow).Order(StringComparer.Ordinal)];

    private static readonly string[] Atoms =
    [
        ".", "$", "nil", "true", "false", "0", "1", "-1", "3", "7.5", "1e6", "100000000000", "-9223372036854775808", "'a'", "\"\"", "\"a\"", "\"a.b.c\"", "\"%v %d %s %5.2f %x %q %T\"", "`{\"a\":[1,2,{\"b\":null}]}`",
        "`a: [1, &x {b: c}, *x]`", "`[a-z]+(x|y)*$`", "`(a*)*b`", "\"2006-01-02T15:04:05Z07:00\"", "\"1h30m\"", "\">=1.2 <2\"", "\"1.2.3-rc.1\"", "\"https://u:p@h:1/p?q=1#f\"", "`{{ . }}`", "`{{ include \"loop\" . }}`",
        ".Values", ".Values.text", ".Values.number", ".Values.float", ".Values.list", ".Values.map", ".Values.none", ".Values.none.deep", ".Values.map.inner.x", ".Release.Name", ".Release.Service", ".Chart", ".Chart.Name",
        ".Chart.Maintainers", ".Capabilities.KubeVersion.Minor", ".Capabilities.APIVersions", ".Files", ".Template.Name", "$.Values.list", "$v", "\"loop\"", "\"part\"", "\"ÄÖ\\U0001F600\\x80\"",
    ];

    private int depth;

    public string Template()
    {
        var text = new StringBuilder();
        if (random.Next(3) == 0)
            text.Append("{{ define \"part\" }}").Append(Items(2)).Append("{{ end }}");
        if (random.Next(12) == 0)
            text.Append("{{ define \"loop\" }}x{{ include \"loop\" . }}{{ end }}");
        text.Append("{{ $v := ").Append(Pipeline()).Append(" }}").Append(Items(4));
        return text.ToString();
    }

    private string Items(int most)
    {
        var text = new StringBuilder();
        for (var n = random.Next(most) + 1; n > 0; n--)
            text.Append(Item());
        return text.ToString();
    }

    private string Item()
    {
        if (++depth > 4)
        {
            depth--;
            return "x\n";
        }

        var item = random.Next(14) switch
        {
            0 => $"{{{{ if {Pipeline()} }}}}{Items(2)}{{{{ else if {Pipeline()} }}}}{Items(1)}{{{{ else }}}}{Items(1)}{{{{ end }}}}",
            1 => $"{{{{ range {Pipeline()} }}}}{Items(2)}{{{{ else }}}}{Items(1)}{{{{ end }}}}",
            2 => $"{{{{ range $i, $v := {Pipeline()} }}}}{Items(2)}{{{{ if {Pipeline()} }}}}{{{{ {(random.Next(2) == 0 ? "break" : "continue")} }}}}{{{{ end }}}}{{{{ end }}}}",
            3 => $"{{{{- with {Pipeline()} -}}}}{Items(2)}{{{{ end }}}}",
            4 => $"{{{{ $v = {Pipeline()} }}}}",
            5 => $"{{{{ range until {random.Next(40)} }}}}{{{{ $v = {Growth()} }}}}{{{{ end }}}}{{{{ len (toString $v) }}}}",
            6 => $"{{{{ template \"{(random.Next(2) == 0 ? "part" : "loop")}\" {Term()} }}}}",
            7 => "text: |\n  line\n",
            _ => $"{{{{ {Pipeline()} }}}}",
        };
        depth--;
        return item;
    }

    /// <summary>What gets larger each time it is applied.</summary>
    private string Growth() => random.Next(14) switch
    {
        0 => "print $v $v",
        1 => "list $v $v",
        2 => "concat (list $v) (list $v)",
        3 => "quote (toString $v)",
        4 => "cat $v $v",
        5 => "toJson (list $v $v)",
        6 => "dict \"a\" $v \"b\" $v",
        7 => "b64enc (toString $v)",
        8 => "printf \"%s%v\" (toString $v) $v",
        9 => "regexReplaceAll \"\" (toString $v) \"xy\"",
        10 => "deepCopy (dict \"a\" $v \"b\" $v)",
        11 => "toYaml (list $v $v)",
        12 => "replace \"a\" \"aa\" (toString $v)",
        _ => "urlquery (toString $v) (toString $v)",
    };

    private string Pipeline()
    {
        var text = new StringBuilder(Command());
        for (var n = random.Next(3); n > 0; n--)
            text.Append(" | ").Append(Call());
        return text.ToString();
    }

    private string Command() => random.Next(4) == 0 ? Atoms[random.Next(Atoms.Length)] : Call();

    private string Call()
    {
        var text = new StringBuilder(Functions[random.Next(Functions.Length)]);
        for (var n = random.Next(4); n > 0; n--)
            text.Append(' ').Append(Term());
        return text.ToString();
    }

    private string Term()
    {
        if (++depth > 5 || random.Next(3) != 0)
        {
            depth--;
            return Atoms[random.Next(Atoms.Length)];
        }

        var term = random.Next(5) switch
        {
            0 => $"({Pipeline()}).a",
            1 => $"(list {Atoms[random.Next(Atoms.Length)]} {Atoms[random.Next(Atoms.Length)]})",
            2 => $"(dict \"a\" {Atoms[random.Next(Atoms.Length)]} \"b\" .Values.map)",
            _ => $"({Pipeline()})",
        };
        depth--;
        return term;
    }
}
