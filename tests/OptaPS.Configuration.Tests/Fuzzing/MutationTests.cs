using System.Diagnostics;
using System.Text;
using OptaPS.Configuration.Reporting;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Tests.Fuzzing;

/// <summary>Changed and random files: each either loads or gives positioned errors; nothing is thrown, and every format can show the findings.</summary>
public sealed class MutationTests : IDisposable
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", "&a ", "*a", "<<: ", "- ", ": ", "\n", "\t", "'", "\"", "|\n", ">\n", "#", "!!int ", "---\n", "...\n", "%", "@", "`", "{vars.x}", "{parent.y}", "${{module.db.db_host}}", "${{", "}}", "{{", "\\", "\u00e9", "\U0001F600",
        "null", "true", "-1", "99999999999999999999", ".nan", "0x", "modules:", "type: base\n", "name:", "environments:", "? ", ",", "~", "\r", "\u2028", "\uFEFF", "${module.x}", "{env:>3}", "x: *a\n",
    ];

    private readonly TestFolder folder = new();
    private readonly List<string> seeds;

    public MutationTests()
    {
        folder.Write("env.yaml", "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}, {type: dns, domain: example.org}]\n");
        var files = Path.Combine(SourceTree.TestProject, "Examples", "Files");
        seeds = [.. new[] { "examples/flyte/flyte-aws.yaml", "examples/hello-app/env-azure.yaml", "tests/fixtures/dummy_data/local_dummy_config_parent.yaml", "examples/minecraft/minecraft-aws.yaml" }.Select(name => File.ReadAllText(Path.Combine(files, name)))];
        seeds.Add("name: web\nenvironments: [{name: staging, path: env.yaml, variables: {x: 3}}]\ninput_variables:\n- {name: y, default: [1, 2]}\nmodules:\n- &a\n  type: k8s-service\n  name: app\n  image: 'acme/web:{vars.x}'\n  port: {http: 80}\n  env_vars: {A: \"{parent.domain}\"}\n  links: [db: [{db_user: A, db_name: B, db_password: C, db_host: D}]]\n- type: postgres\n  name: db\n");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(20260101)]
    [InlineData(20260102)]
    public async Task MutatedFile_LoadsOrGivesPositionedErrors(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 1000; round++)
        {
            var text = seeds[random.Next(seeds.Count)];
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                text = Mutate(text, random);
            }

            await CheckAsync(text, round);
        }
    }

    [Fact]
    public async Task RandomTokens_LoadOrGivePositionedErrors()
    {
        var random = new Random(4711);
        for (var round = 0; round < 1000; round++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(1, 60); count > 0; count--)
            {
                text.Append(Tokens[random.Next(Tokens.Length)]);
            }

            await CheckAsync(text.ToString(), round);
        }
    }

    [Fact]
    public async Task RandomBytes_LoadOrGivePositionedErrors()
    {
        var random = new Random(42);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "fuzz.yaml"), bytes);
            Check(await ConfigurationLoader.LoadAsync("fuzz.yaml", folder.Options), bytes.Count(value => value == '\n') + 1, $"round {round}");
        }
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    [InlineData('&', 'a')]
    [InlineData('"', '\\')]
    [InlineData('-', ' ')]
    [InlineData(':', '\n')]
    [InlineData('#', '\t')]
    [InlineData('>', '\n')]
    [InlineData('%', 'T')]
    [InlineData('!', '<')]
    [InlineData('a', '\n')]
    [InlineData('{', '{')]
    public async Task LongRepetitions_EndInBoundedTime(char one, char other)
    {
        var clock = Stopwatch.StartNew();
        var pair = new string([one, other]);
        foreach (var text in (string[])[string.Concat(Enumerable.Repeat(pair, 60_000)), new string(one, 120_000), "name: \"" + string.Concat(Enumerable.Repeat(pair, 60_000)) + "\"\n", "name: a\norg_name: b\nproviders: {local: {}}\nmodules:\n- type: helm-chart\n  chart: '" + string.Concat(Enumerable.Repeat(pair, 60_000)).Replace("'", "''", StringComparison.Ordinal) + "'\n"])
        {
            await CheckAsync(text, 0);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"took {clock.Elapsed}");
    }

    private static string Mutate(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(1, 12), text.Length - at);
        var lines = text.Split('\n');
        var line = random.Next(lines.Length);
        return random.Next(7) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Tokens[random.Next(Tokens.Length)]),
            2 => text.Insert(at, ((char)random.Next(1, 0x3000)).ToString()),
            3 => text[..at],
            4 => string.Join('\n', lines.Where((_, index) => index != line)),
            5 => string.Join('\n', lines.Select((value, index) => index == line ? value + "\n" + lines[random.Next(lines.Length)] : value)),
            _ => text.Insert(at, text.Substring(at, length)),
        };
    }

    private async Task CheckAsync(string text, int round)
    {
        var result = await ConfigurationLoader.LoadTextAsync(Path.Combine(folder.Path, "fuzz.yaml"), text, folder.Options with { CheckReferencedFiles = false, GitTimeout = TimeSpan.FromSeconds(1) });
        Check(result, text.Count(character => character == '\n') + text.Count(character => character is '\r' or '\u2028' or '\u2029' or '\u0085') + 1, $"round {round}: {text}");
    }

    private static void Check(LoadResult result, int lines, string what)
    {
        Assert.True(result.Success == !result.Errors.Any(), what);
        foreach (var diagnostic in result.Diagnostics)
        {
            Assert.True(diagnostic.Location is { Line: >= 1, Column: >= 1 }, what);
            Assert.True(diagnostic.Location.File != "fuzz.yaml" || diagnostic.Location.Line <= lines + 1, $"{diagnostic} in {what}");
        }

        if (result.Diagnostics.Count > 0)
        {
            foreach (var formatter in DiagnosticFormatters.All)
            {
                Assert.NotEmpty(formatter.Format(result.Diagnostics));
            }
        }
    }
}
