using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Tests.Doubles;
using OptaPS.Secrets;

namespace OptaPS.Engine.Tests;

public sealed class KeyRotationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("opta-keys-").FullName;

    private string KeyPath => Path.Combine(folder, "state.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AfterARotation_TheOldKeyOpensNothing_AndEverySecretIsStillThere()
    {
        var lab = new Lab { Key = new KeyFileWrapper(KeyPath) };
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "thing", new JsonObject { ["Name"] = "a", ["Password"] = "first-canary" })));
        var oldKey = await File.ReadAllBytesAsync(KeyPath);
        var oldCiphers = Ciphers(lab);
        Assert.NotEmpty(oldCiphers);

        await new KeyFileWrapper(KeyPath).RotateAsync(default);
        Assert.Equal(64, (await File.ReadAllBytesAsync(KeyPath)).Length);
        Assert.Equal("first-canary", (await lab.StateAsync()).Resources["a"].Applied!["Password"]!.GetValue<string>());
        Assert.True(await lab.Engine().RotateKeyAsync(Lab.Layer));
        await new KeyFileWrapper(KeyPath).ForgetOldAsync(default);

        Assert.Equal("first-canary", (await lab.StateAsync()).Resources["a"].Applied!["Password"]!.GetValue<string>());
        Assert.Empty(Ciphers(lab).Intersect(oldCiphers, StringComparer.Ordinal));
        var newKey = await File.ReadAllBytesAsync(KeyPath);
        Assert.Equal(32, newKey.Length);
        Assert.NotEqual(oldKey, newKey);
        await File.WriteAllBytesAsync(KeyPath, oldKey);
        Assert.Equal("OPTA2302", (await Assert.ThrowsAsync<OptaException>(lab.StateAsync)).Diagnostics[0].Code);
        await File.WriteAllBytesAsync(KeyPath, newKey);
        Assert.False((await lab.PlanAsync(Lab.Graph(Lab.Node("a", "thing", new JsonObject { ["Name"] = "a", ["Password"] = "first-canary" })))).HasChanges);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    [Fact]
    public async Task ARotationThatIsKilledAnywhere_LeavesAStateThatOpens()
    {
        for (var at = 1; ; at++)
        {
            var lab = new Lab { Key = new KeyFileWrapper(KeyPath) };
            await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "thing", new JsonObject { ["Name"] = "a", ["Password"] = "first-canary" })));
            var left = at;
            lab.Files.Boundary = _ =>
            {
                if (--left == 0)
                    throw new IOException("killed");
            };
            await new KeyFileWrapper(KeyPath).RotateAsync(default);
            var ended = true;
            try
            {
                await lab.Engine().RotateKeyAsync(Lab.Layer);
            }
            catch (Exception exception) when (exception is IOException or OptaException)
            {
                ended = false;
            }

            lab.Files.Boundary = null;
            lab.Files.DropLocks();
            Assert.Equal("first-canary", (await lab.StateAsync()).Resources["a"].Applied!["Password"]!.GetValue<string>());
            if (ended && left > 0)
                break;
        }
    }

    [Fact]
    public async Task ARotation_MovesAStateFromAPassphraseToAKeyFile()
    {
        var passphrase = new PassphraseKeyWrapper(new Secret("correct horse"));
        var lab = new Lab { Key = passphrase };
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "thing", new JsonObject { ["Name"] = "a", ["Password"] = "first-canary" })));
        lab.Key = new KeyFileWrapper(KeyPath);
        Assert.Equal("OPTA2302", (await Assert.ThrowsAsync<OptaException>(lab.StateAsync)).Diagnostics[0].Code);
        lab.OtherKeys = [passphrase];
        Assert.True(await lab.Engine().RotateKeyAsync(Lab.Layer));
        lab.OtherKeys = [];
        Assert.Equal("first-canary", (await lab.StateAsync()).Resources["a"].Applied!["Password"]!.GetValue<string>());
        Assert.False(await lab.Engine().RotateKeyAsync("other"));
    }

    private static HashSet<string> Ciphers(Lab lab)
    {
        var text = string.Concat(lab.Files.All().Values.Select(Encoding.UTF8.GetString));
        return [.. text.Split("\"$optaSecret\":\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)])];
    }
}
