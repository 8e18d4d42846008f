using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Local;
using OptaPS.Engine.Tests.Doubles;
using OptaPS.Secrets;

namespace OptaPS.Engine.Tests;

public sealed class StateTests
{
    [Theory]
    [InlineData("\"format\":1", "\"format\":2", "OPTA2102")]
    [InlineData("optaps-state", "other-state!", "OPTA2105")]
    [InlineData("\"layer\":\"staging\"", "\"layer\":\"stagine\"", "OPTA2105")]
    [InlineData("\"attempts\":0", "\"attempts\":1", "OPTA2101")]
    public async Task ForeignNewerOrDamagedState_IsRefused_AndUntouched(string from, string to, string code)
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        lab.Files.Tamper(".json", content => lab.Files.All().Any() && Encoding.UTF8.GetString(content).Contains("optaps-state", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(from, to, StringComparison.Ordinal)) : content);
        var before = StateFiles(lab);
        Assert.Equal(code, (await Assert.ThrowsAsync<OptaException>(() => lab.ApplyAsync(Lab.Graph(Lab.Node("b"))))).Diagnostics[0].Code);
        Assert.Equal(code, (await Assert.ThrowsAsync<OptaException>(() => lab.Engine().WriteOverlayAsync(Lab.Layer, new Overlay.OverlayEntry("k", 1, "c", "w", default)))).Diagnostics[0].Code);
        Assert.Equal(before, StateFiles(lab));
    }

    [Theory]
    [InlineData(0, "OPTA2101")]
    [InlineData(10, "OPTA2101")]
    [InlineData(60, "OPTA2101")]
    [InlineData(-60, "OPTA2101")]
    [InlineData(-1000, "OPTA2105")]
    public async Task ASnapshotThatBreaksOff_IsDamage_AndOnlyWhatWeNeverWroteIsForeign(int length, string code)
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        lab.Files.Tamper(".json", content => !Encoding.UTF8.GetString(content).Contains("optaps-state", StringComparison.Ordinal) ? content
            : length >= 0 ? content[..length] : length > -1000 ? new byte[-length] : [.. "{\"version\": 4}"u8]);
        var error = (await Assert.ThrowsAsync<OptaException>(() => lab.PlanAsync(Lab.Graph()))).Diagnostics[0];
        Assert.Equal(code, error.Code);
        Assert.Equal(code == "OPTA2101", error.Remedy!.Contains("the one before it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AByteChangedInTheMiddleOfTheJournal_IsDamage_NotATornTail()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b", "thing", null, "a")));
        lab.Files.Tamper(".log", content =>
        {
            content[content.Length / 3] ^= 1;
            return content;
        });
        var before = StateFiles(lab);
        Assert.Equal("OPTA2101", (await Assert.ThrowsAsync<OptaException>(() => lab.ApplyAsync(Lab.Graph()))).Diagnostics[0].Code);
        Assert.Equal(before, StateFiles(lab));
    }

    [Fact]
    public async Task StateOfAnotherWorld_IsRefused()
    {
        var lab = new Lab { WorldName = "sandbox-1" };
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        lab.WorldName = null;
        var error = await Assert.ThrowsAsync<OptaException>(() => lab.PlanAsync(Lab.Graph()));
        Assert.Equal("OPTA2104", error.Diagnostics[0].Code);
        Assert.Contains("sandbox-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALongJournal_BecomesASnapshot_AndTheOneBeforeItIsKept()
    {
        var lab = new Lab();
        var big = new string('x', 40_000);
        ResourceGraph Graph(int round) => Lab.Graph([.. Enumerable.Range(0, 4).Select(i => Lab.Node($"n{i}", desired: new JsonObject { ["V"] = $"{big}{round}" }))]);
        for (var round = 0; round < 3; round++)
            await lab.ApplyAsync(Graph(round));
        var names = lab.Files.All().Keys.Select(path => Path.GetFileName(path)).Order().ToList();
        Assert.Equal(2, names.Count(name => name.StartsWith("snapshot-", StringComparison.Ordinal)));
        Assert.False((await lab.PlanAsync(Graph(2))).HasChanges);
        var version = (await lab.StateAsync()).Version;

        // A power failure takes the directory entry of the newest snapshot back: the generation before it says the same.
        lab.Files.Delete(lab.Files.All().Keys.Where(path => Path.GetFileName(path).StartsWith("snapshot-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Last());
        Assert.Equal(version, (await lab.StateAsync()).Version);
        Assert.False((await lab.PlanAsync(Graph(2))).HasChanges);
    }

    [Fact]
    public async Task Secrets_AreNowhereInClear()
    {
        const string Planted = "correct-horse/battery+staple";
        var lab = new Lab();
        var graph = Lab.Graph(
            Lab.Node("a", desired: new JsonObject { ["Password"] = Planted, ["Name"] = "a" }),
            Lab.Node("b", desired: new JsonObject { ["Env"] = new JsonArray(new JsonObject { ["Value"] = "marked-" + Planted }), ["Url"] = Expressions.Expression.Concat("https://", Expressions.Expression.Reference("a", "Key"), "@h") }) with { SensitivePaths = ["/Env/*/Value"] });
        lab.World.Before = (call, _) => call is { Verb: "create", Address: "b" } ? throw TestWorld.Failure(Providers.RetryAdvice.No, $"bad url generated-key-of-id-1 and {Planted} in it") : Task.CompletedTask;
        var failed = await lab.ApplyAsync(graph);
        Assert.Contains("bad url (sensitive) and (sensitive) in it", failed.Failures[0].Message, StringComparison.Ordinal);
        lab.World.Before = null;
        await lab.ApplyAsync(graph);
        var plan = await lab.PlanAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Password"] = "another-" + Planted, ["Name"] = "a" })));
        var change = plan.Resources.Single(resource => resource.Address == "a").Properties.Single();
        Assert.Equal((Secret.Mask, Secret.Mask, true), (change.Before!.GetValue<string>(), change.After!.GetValue<string>(), change.Sensitive));

        // The same secret at a path that nobody marked is masked by its value.
        var copied = await lab.PlanAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Password"] = Planted, ["Name"] = $"copy of {Planted}" })));
        Assert.Equal("copy of (sensitive)", copied.Resources.Single(resource => resource.Address == "a").Properties.Single().After!.GetValue<string>());

        foreach (var canary in new[] { Planted, "generated-key-of-id", Convert.ToBase64String(Encoding.UTF8.GetBytes(Planted)), Uri.EscapeDataString(Planted) })
        {
            Assert.DoesNotContain(lab.Files.All(), file => Encoding.UTF8.GetString(file.Value).Contains(canary, StringComparison.Ordinal));
            Assert.DoesNotContain(lab.Events, item => $"{item.Message} {item.Failure} {item.Failure?.Cause}".Contains(canary, StringComparison.Ordinal));
            Assert.DoesNotContain(canary, System.Text.Json.JsonSerializer.Serialize(plan), StringComparison.Ordinal);
        }

        Assert.Equal(Planted, (await lab.StateAsync()).Resources["a"].Applied!["Password"]!.GetValue<string>());
        Assert.False((await lab.PlanAsync(graph)).HasChanges);
    }

    [Fact]
    public async Task KeyFile_IsMadePrivate_AndAnotherOneDoesNotFit()
    {
        var folder = Directory.CreateTempSubdirectory("opta-engine-");
        try
        {
            var path = Path.Combine(folder.FullName, "keys", "state.key");
            var lab = new Lab { Key = new KeyFileWrapper(path) };
            await lab.ApplyAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Password"] = "hunter2hunter2" })));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal("hunter2hunter2", (await lab.StateAsync()).Resources["a"].Applied!["Password"]!.GetValue<string>());

            File.WriteAllBytes(path, new byte[32]);
            Assert.Equal("OPTA2302", (await Assert.ThrowsAsync<OptaException>(lab.StateAsync)).Diagnostics[0].Code);
            File.Delete(path);
            Assert.Equal("OPTA2301", (await Assert.ThrowsAsync<OptaException>(lab.StateAsync)).Diagnostics[0].Code);
            lab.Key = new PassphraseKeyWrapper(new Secret("pass"));
            Assert.Equal("OPTA2302", (await Assert.ThrowsAsync<OptaException>(lab.StateAsync)).Diagnostics[0].Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Passphrase_OpensWhatItSealed_AndAnotherDoesNot()
    {
        var key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");
        var wrapped = await new PassphraseKeyWrapper(new Secret("right")).WrapAsync(key, default);
        Assert.Equal(key, await new PassphraseKeyWrapper(new Secret("right")).UnwrapAsync(wrapped, default));
        Assert.Equal("OPTA2302", (await Assert.ThrowsAsync<OptaException>(async () => await new PassphraseKeyWrapper(new Secret("wrong")).UnwrapAsync(wrapped, default))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task SecretOutputs_AreSealed_InJournalAndSnapshot()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("a")) with
        {
            Outputs = new Dictionary<string, JsonNode?> { ["password"] = "correct horse battery", ["open"] = "seen in clear" },
            SensitiveOutputs = new HashSet<string> { "password" },
        };
        await lab.ApplyAsync(graph);
        var folder = Path.Combine("/states", "staging");
        var written = string.Concat(lab.Files.ListFiles(folder).Select(name => System.Text.Encoding.Latin1.GetString(lab.Files.Read(Path.Combine(folder, name))!)));
        Assert.Contains("seen in clear", written, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", written, StringComparison.Ordinal);
        Assert.Equal("correct horse battery", (await lab.Engine().ReadOutputsAsync(Lab.Layer))!.Values["password"]!.GetValue<string>());
    }

    [Fact]
    public async Task OnARealDisk_StatesAreReadable_AndOnlyByTheirOwner()
    {
        var folder = Directory.CreateTempSubdirectory("opta-engine-");
        try
        {
            var lab = new Lab { Backend = new LocalFolderBackend(Path.Combine(folder.FullName, "states")) };
            Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b", "slow")))).Status);
            Assert.Equal(2, (await lab.StateAsync()).Resources.Count);
            Assert.Equal(["staging"], (await lab.Engine().ListLayersAsync()).Select(layer => layer.Layer));
            foreach (var path in Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories))
            {
                if (!OperatingSystem.IsWindows())
                    Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            }

            await using (await lab.Backend.AcquireAsync(Lab.Layer, new Locking.LeaseRequest("bob", "apply", TimeSpan.FromMinutes(1), TimeSpan.Zero), default))
            {
                var held = await Assert.ThrowsAsync<OptaException>(() => lab.ApplyAsync(Lab.Graph()));
                Assert.Contains("bob (apply)", held.Message, StringComparison.Ordinal);
                Assert.Equal("bob", (await lab.Engine().ReadLockAsync(Lab.Layer))!.Holder);
            }

            Assert.Null(await lab.Engine().ReadLockAsync(Lab.Layer));
            Assert.Equal(ApplyStatus.Done, (await lab.DestroyAsync()).Status);
            Assert.Empty(await lab.Engine().ListLayersAsync());
            Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(Lab.Graph(Lab.Node("a")))).Status);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task TokensOfALayer_AreNeverUsedAgain_EvenAfterDestroy()
    {
        var lab = new Lab();
        for (var round = 0; round < 3; round++)
        {
            await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
            await lab.ApplyAsync(Lab.Graph());
            await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
            await lab.DestroyAsync();
        }

        var tokens = lab.World.Calls.Where(call => call.Verb is "create" or "delete").Select(call => call.Token).ToList();
        Assert.Equal(12, tokens.Count);
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
    }

    [Theory]
    [InlineData("staging", "staging")]
    [InlineData("staging/hello", "staging+hello")]
    [InlineData("Prod.1", "%50rod%2e1")]
    public void LayerNames_CollideNowhere(string layer, string name)
    {
        Assert.Equal(name, LayerName.Encode(layer));
        Assert.Equal(layer, LayerName.Decode(name));
        Assert.Null(LayerName.Decode(name + "%zz"));
    }

    private static string StateFiles(Lab lab) => string.Join("\n", lab.Files.All().Where(file => !file.Key.EndsWith("lease.json", StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key} {Convert.ToBase64String(file.Value)}"));
}
