using System.Text;
using BenchmarkDotNet.Attributes;
using OptaPS.Configuration;

namespace OptaPS.Benchmarks;

/// <summary>Loads an environment file of 2,000 lines; the aim is under 50 ms warm.</summary>
[MemoryDiagnoser]
public class ConfigurationLoadBenchmark
{
    private readonly LoadOptions options = new() { BaseDirectory = Path.GetTempPath() };
    private string text = string.Empty;

    /// <summary>Makes the file.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var lines = new StringBuilder("name: large\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules:\n  - type: base\n");
        for (var index = 0; index < 285; index++)
        {
            lines.Append($"  - type: aws-sqs\n    name: queue{index}\n    fifo: true\n    content_based_deduplication: true\n    delay_seconds: {index}\n    message_retention_seconds: 86400\n    receive_wait_time_seconds: 20\n");
        }

        text = lines.ToString();
    }

    /// <summary>Parses, binds and checks the file.</summary>
    [Benchmark]
    public Task<LoadResult> Load() => ConfigurationLoader.LoadTextAsync("large.yaml", text, options);
}
