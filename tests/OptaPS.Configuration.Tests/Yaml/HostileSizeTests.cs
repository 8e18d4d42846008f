using System.Diagnostics;
using System.Text;

namespace OptaPS.Configuration.Tests.Yaml;

/// <summary>Files close to the size limit that would be slow if anything in loading were quadratic.</summary>
public sealed class HostileSizeTests
{
    private const string Head = "name: a\norg_name: b\nproviders: {aws: {region: us-east-1, account_id: 1}}\n";

    public static TheoryData<string> Kinds => ["modules", "unknown types", "unknown inputs", "variables", "environments", "merge keys", "aliases", "ranges", "chain", "circle", "references", "secrets", "keys", "one line"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task LargeFile_EndsInBoundedTime(string kind)
    {
        var text = Text(kind);
        Assert.InRange(text.Length, 200_000, 1024 * 1024);
        using var folder = new TestFolder();
        var clock = Stopwatch.StartNew();
        var result = await ConfigurationLoader.LoadTextAsync("a.yaml", text, folder.Options);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{kind} took {clock.Elapsed}");
        Assert.InRange(result.Diagnostics.Count, kind is "modules" or "chain" or "ranges" ? 0 : 1, 500);
    }

    private static string Text(string kind) => kind switch
    {
        "modules" => Head + "modules:\n" + Repeat(20_000, index => $"- {{type: aws-sqs, name: q{index}}}\n"),
        "unknown types" => Head + "modules:\n" + Repeat(40_000, index => $"- {{type: posgres{index}}}\n"),
        "unknown inputs" => Head + "modules:\n- type: k8s-cluster\n" + Repeat(50_000, index => $"  inpt{index}: 1\n"),
        "variables" => Head + "modules: []\ninput_variables:\n" + Repeat(30_000, index => $"- {{name: v{index}, default: 1}}\n") + "surplus: 1\n",
        "environments" => "name: a\nmodules: []\nenvironments:\n" + Repeat(25_000, index => $"- {{name: e{index}, path: p{index}.yaml}}\n"),
        "merge keys" => Head + "base: &m {" + Repeat(20_000, index => $"a{index}: 1, ") + "z: 1}\nmodules:\n" + Repeat(40_000, _ => "- <<: *m\n"),
        "aliases" => Head + "base: &m [" + Repeat(20_000, _ => "1, ") + "1]\nmodules:\n" + Repeat(50_000, _ => "- *m\n"),
        "ranges" => Head + "modules:\n- type: base\n  total_ipv4_cidr_block: 0.0.0.0/0\n  private_ipv4_cidr_blocks: [" + string.Join(", ", Enumerable.Range(0, 30_000).Select(index => $"{1 + (index >> 16)}.{(index >> 8) & 255}.{index & 255}.0/24")) + "]\n  public_ipv4_cidr_blocks: [9.0.0.0/16]\n",
        "chain" => Head + "modules:\n- {type: aws-sqs, name: q0}\n" + Repeat(12_000, index => $"- {{type: aws-sqs, name: q{index + 1}, depends_on: [module.q{index}]}}\n"),
        "circle" => Head + "modules:\n- {type: aws-sqs, name: q0, depends_on: [module.q12000]}\n" + Repeat(12_000, index => $"- {{type: aws-sqs, name: q{index + 1}, depends_on: [module.q{index}]}}\n"),
        "references" => Head + "modules:\n- type: helm-chart\n  chart: ./x\n  values:\n    a: [" + Repeat(40_000, index => $"'{{vars.v{index}}}', ") + "]\n",
        "secrets" => Head + "modules:\n- type: k8s-service\n  image: a\n  env_vars:\n" + Repeat(30_000, index => $"    PASSWORD_{index}: {index + 10_000_000}\n"),
        "keys" => Head + "modules: []\n" + Repeat(60_000, index => $"key{index}: 1\n"),
        _ => Head.Replace('\n', ' ').Replace("name: a ", "{name: a, ", StringComparison.Ordinal).Replace("org_name: b ", "org_name: b, ", StringComparison.Ordinal).TrimEnd() + ", modules: [" + Repeat(30_000, index => $"{{type: x{index}}}, ") + "]}",
    };

    private static string Repeat(int count, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            text.Append(part(index));
        }

        return text.ToString();
    }
}
