using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Functions;
using OptaPS.Helm.Json;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Schema;
using OptaPS.Helm.Templates;
using OptaPS.Helm.Text;
using OptaPS.Helm.Values;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Tests.Fuzzing;

[CollectionDefinition(nameof(FuzzTests), DisableParallelization = true)]
public sealed class FuzzCollection;

/// <summary>Whatever a chart holds, it is rendered or refused: no crash, no hang, no memory without bound. See <see cref="FuzzBudget"/> for the long mode.</summary>
[Collection(nameof(FuzzTests))]
public sealed class FuzzTests
{
    private const string ChartYaml = "apiVersion: v2\nname: fuzz\nversion: 1.0.0\nmaintainers: [{name: a}]\n";
    private const string ValuesYaml = "text: hello\nnumber: 42\nfloat: 1.5\nlist: [1, a, [x], {k: v}]\nmap: {inner: {x: y}, n: 3}\nnone: null\n";

    private static readonly string[] TemplateTokens =
    [
        "{{", "}}", "{{-", "-}}", "{{/*", "*/}}", "|", "(", ")", ".", "$", "$x", ":=", "=", ",", "if", "else", "end", "range", "with", "define \"a\"", "block \"a\" .", "template \"a\"", "include", "tpl", "break", "continue",
        "nil", "toYaml", "fromYaml", "nindent 4", "printf \"%d\"", ".Values", "`", "\"", "'a'", "0x1p-2", "1e5", "1i", "regexFind", "until 100", "dict", "list", "index", "slice", "call", "lookup", "required",
    ];

    private static readonly string[] YamlTokens =
    [
        "- ", ": ", "? ", "|", ">", "|-", ">+2", "&a ", "*a", "<<: *a", "!!str ", "!!binary ", "!!float ", "!x ", "{", "}", "[", "]", ",", "---\n", "...\n", "%YAML 1.1\n", "# c\n", "~", "yes", "0x1F", "1_0", "190:20:30", ".inf", "2001-01-01", "\n", "\n  ", "\t", "\"\\x41\\u0042\\U0001F600\\\n\"", "''", "@", "`",
    ];

    private static readonly string[] SetTexts =
    [
        "a=b", "a.b.c=d", "a[0]=x", "a[0].b[1]=y", "a={1,2,3}", "a=null", "a=true,b=1.5", "a\\.b=c", "a=b\\,c", "a.b[2]=,c=", "a={x,{y}}", "a[65536]=1", "long=\"quoted, text\"", "a={\"b\":[1,2]}", "a.0=1", "[0]=1", "a[-1]=1", "a=08", "a=1e5",
    ];

    private static readonly string[] SetTokens = ["=", ",", ".", "[", "]", "{", "}", "\\", "null", "[0]", "[65536]", "[999999999]", "\"", "{\"a\":1}", "a.a.a.a.a.a.a.a.a.a.a."];

    private static readonly string[] Ignores = ["*.txt", "/a/b", "!keep", "a/", "a?c", "[a-z]*", "[^a]", "# c", "\\#x", "a\\*b", "[!x]", "*/*.md", ".git", "[]a]", "[a-]"];

    private static readonly string[] Patterns =
    [
        "a*", "(a|b)+?c", "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "(?i)x(?P<n>y)z", "[[:alpha:]]+", "\\pL\\d\\bx", "(?s).*", "(a*)*b", "x{2,5}", "\\Qa.b\\E", "[^\\n\\x00-\\x{10FFFF}]", "(?U)a+", "\\z|\\A", "(((((a)*)*)*)*)*b", "(?m)^a$", "\\p{Greek}", "[a-c&&b]", "(x+x+)+y",
    ];

    private static readonly string[] PatternTokens = ["(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", "\\", "\\b", "{1000}", "{2,}", "(?:", "(?i", "(?P<a>", "[^", "[:", ":]", "\\p{", "\\x{", "\\Q", "a", "-", "."];

    private static readonly string[] Schemas =
    [
        """{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["text"],"properties":{"number":{"type":"integer","minimum":1,"multipleOf":0.1},"list":{"items":{"$ref":"#/definitions/x"}}},"definitions":{"x":{"anyOf":[{"type":"string"},{"$ref":"#/definitions/x"}]}}}""",
        """{"$defs":{"a":{"$anchor":"a","allOf":[{"$ref":"#a"}]}},"properties":{"map":{"$dynamicRef":"#a","unevaluatedProperties":false}},"dependentSchemas":{"x":true},"prefixItems":[1],"patternProperties":{"(a+)+$":{"const":1}}}""",
        """{"if":{"properties":{"text":{"const":"hello"}}},"then":{"propertyNames":{"pattern":"^[a-z]+$","maxLength":9}},"else":false,"not":{"enum":[1,null]},"$ref":"#/not","format":"email","contains":{},"minContains":0,"uniqueItems":true}""",
    ];

    private static readonly string[] SchemaTokens = ["{", "}", "[", "]", ",", ":", "\"$ref\":\"#\"", "\"$ref\":\"#/$defs/a\"", "true", "null", "1e400", "\"type\":", "\"pattern\":\"[\"", "\"items\":", "\"allOf\":[", "\"$id\":\"x\""];

    [Fact]
    public Task Templates_MadeFromTheCorpus() =>
        new FuzzBudget(1500).RunAsync(random => Mutation.Of(FuzzCorpus.Templates, TemplateTokens, random), Render, e => e is OptaException);

    [Fact]
    public Task Templates_MadeFromTheGrammar() =>
        new FuzzBudget(1500).RunAsync(random => new TemplateGrammar(random).Template(), Render, e => e is OptaException);

    [Fact]
    public Task Yaml_IsReadAndWrittenOrRefused() =>
        new FuzzBudget(4000).RunAsync(random => Mutation.Of(FuzzCorpus.Yaml, YamlTokens, random), ReadYaml, e => e is YamlTextException);

    [Fact]
    public Task SetFlags() =>
        new FuzzBudget(6000).RunAsync(
            random => "stjl"[random.Next(4)] + Mutation.Of(SetTexts, SetTokens, random),
            text => _ = text[0] switch
            {
                's' => new ValuesBuilder().AddYaml(ValuesYaml, "v").AddSetString(text[1..]).Build(),
                'j' => new ValuesBuilder().AddYaml(ValuesYaml, "v").AddSetJson(text[1..]).Build(),
                'l' => new ValuesBuilder().AddYaml(ValuesYaml, "v").AddSetLiteral(text[1..]).Build(),
                _ => new ValuesBuilder().AddYaml(ValuesYaml, "v").AddSet(text[1..]).Build(),
            },
            e => e is OptaException);

    [Fact]
    public Task IgnoreFiles() =>
        new FuzzBudget(6000).RunAsync(
            random => string.Join('\n', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Mutation.Of(Ignores, ["*", "?", "[", "]", "\\", "/", "!", "**", "-", "^"], random))),
            text =>
            {
                var rules = new IgnoreRules(text);
                foreach (var path in (string[])["a.txt", "a/b", "keep", "templates/x", ".git/config", "ä/ö", "a*b", new string('a', 200)])
                    _ = rules.Ignores(path, isFolder: path.Contains('/'));
            },
            e => e is OptaException);

    [Fact]
    public Task RegularExpressions() =>
        new FuzzBudget(2500).RunAsync(
            random => Mutation.Of(Patterns, PatternTokens, random),
            pattern =>
            {
                var regex = GoRegex.Compile(pattern);
                foreach (var text in (string[])["", "abc", new string('a', 3000), "x\ny\u00e4\U0001F600\uD800", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"])
                {
                    _ = regex.IsMatch(text);
                    _ = regex.FindAll(text, 50);
                    _ = regex.Split(text, 50);
                    _ = regex.ReplaceAll(text[..Math.Min(text.Length, 200)], "${1}$n$0", literal: false);
                }
            },
            e => e is FunctionException or LimitException);

    [Fact]
    public Task JsonSchemas() =>
        new FuzzBudget(3000).RunAsync(
            random => Mutation.Of([.. Schemas, .. FuzzCorpus.Schemas], SchemaTokens, random),
            text => _ = SchemaValidator.Validate(new ChartFile("values.schema.json", GoText.ToBytes(text)), ChartValues.FromYaml(ValuesYaml).Map, OutsideCalls.None.Schema),
            e => e is OptaException);

    [Fact]
    public Task Json() =>
        new FuzzBudget(3000).RunAsync(
            random => Mutation.Of([.. Schemas, "[1,2.5e-3,\"\\u00e4\\ud83d\\ude00\\ud800\",null,true,{}]"], SchemaTokens, random),
            text => Assert.Equal(GoJson.Write(GoJsonReader.Read(text)), GoJson.Write(GoJsonReader.Read(GoJson.Write(GoJsonReader.Read(text))))),
            e => e is FunctionException);

    [Fact]
    public Task Archives() =>
        new FuzzBudget(1500).RunAsync(
            random =>
            {
                var bytes = Pack();
                for (var n = 1 + random.Next(6); n > 0; n--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return Convert.ToBase64String(random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            },
            text =>
            {
                using var tar = new MemoryStream(Convert.FromBase64String(text));
                using var packed = new MemoryStream();
                using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                    tar.CopyTo(gzip);
                _ = ChartAssembler.Assemble(ChartArchive.Read(packed.ToArray(), ChartLimits.Default), ChartLimits.Default, 0);
                _ = ChartArchive.Read(tar.ToArray(), ChartLimits.Default);
            },
            e => e is OptaException);

    private static void Render(string text)
    {
        var chart = ChartAssembler.Assemble([File("Chart.yaml", ChartYaml), File("values.yaml", ValuesYaml), File("templates/a.yaml", text), File("note.txt", "x\ny")], ChartLimits.Default, 0);
        var limits = new RenderLimits { MaximumCharacters = 4_000_000, MaximumTime = TimeSpan.FromSeconds(5), StackSize = 64 << 20 };
        _ = ChartRenderer.Render(chart, ChartValues.Empty, new ReleaseOptions { Name = "rel", Namespace = "ns" }, Capabilities.Default, limits);
    }

    private static void ReadYaml(string text)
    {
        var value = YamlReader.Read(text);
        string written;
        try
        {
            written = YamlWriter.Write(value);
        }
        catch (YamlTextException)
        {
            return;
        }

        // Zero is written without its sign.
        Assert.Equal(YamlWriter.Write(value), YamlWriter.Write(YamlReader.Read(written)));
    }

    private static ChartFile File(string name, string text) => new(name, GoText.ToBytes(text));

    private static byte[] Pack()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var (name, text) in ((string, string)[])[("fuzz/Chart.yaml", ChartYaml), ("fuzz/values.yaml", ValuesYaml), ("fuzz/templates/a.yaml", "a: {{ .Values.text }}\n"), ("fuzz/.helmignore", "*.bak\n"), ("fuzz/charts/x/Chart.yaml", ChartYaml)])
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return stream.ToArray();
    }
}
