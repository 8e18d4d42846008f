using System.Diagnostics;
using System.Text;

namespace OptaPS.Configuration.Tests.Loading;

/// <summary>A file of 2,000 lines; the exact time is measured by ConfigurationLoadBenchmark, here only a generous bound holds.</summary>
public sealed class LargeFileTests
{
    [Fact]
    public async Task TwoThousandLines_LoadQuickly_WithAllModules()
    {
        var text = new StringBuilder("name: large\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules:\n  - type: base\n");
        var modules = 1;
        for (var lines = 6; lines <= 2000; lines += 7, modules++)
        {
            text.Append($"  - type: aws-sqs\n    name: queue{modules}\n    fifo: true\n    content_based_deduplication: true\n    delay_seconds: {modules % 900}\n    message_retention_seconds: 86400\n    receive_wait_time_seconds: 20\n");
        }

        using var folder = new TestFolder();
        var warm = await folder.LoadAsync("large.yaml", text.ToString());
        Assert.Empty(warm.Diagnostics);
        Assert.Equal(modules, warm.Document!.Modules.Count);

        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var clock = Stopwatch.StartNew();
            await ConfigurationLoader.LoadAsync("large.yaml", folder.Options);
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        Assert.True(best < TimeSpan.FromSeconds(2), $"best of five: {best}");
    }
}
