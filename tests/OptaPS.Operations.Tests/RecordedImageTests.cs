using OptaPS.Configuration;
using OptaPS.Configuration.Layers;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning;
using OptaPS.Operations.Layers;

namespace OptaPS.Operations.Tests;

/// <summary>Images that deployments recorded, when their modules get other names in the file.</summary>
public sealed class RecordedImageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("opta-image").FullName;

    private readonly Dictionary<string, OverlayEntry> overlay = new(StringComparer.Ordinal)
    {
        ["image:app"] = new("image:app", "ghcr.io/acme/hello:2.0", "deploy", "ann@laptop", new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero)),
        ["addon:linkerd"] = new("addon:linkerd", null, "mesh install", "ann@laptop", default),
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AnImage_StaysWithItsModule()
    {
        Assert.Empty(ImageEntries.WithoutModule(await FileAsync("app"), overlay.Keys));
        Assert.Equal(["image:app"], ImageEntries.WithoutModule(await FileAsync("web"), overlay.Keys));
    }

    [Fact]
    public async Task AnImage_FollowsAModuleThatIsSaidToBeMoved()
    {
        var gone = ImageEntries.WithoutModule(await FileAsync("web"), overlay.Keys);
        var moved = Assert.Single(ImageEntries.Moved(overlay, gone, [new AddressMove("app/*", "web/*")]));
        Assert.Equal(overlay["image:app"] with { Key = "image:web" }, moved);
        Assert.Empty(ImageEntries.Moved(overlay, gone, [new AddressMove("app/release", "web/release"), new AddressMove("other/*", "web/*")]));

        // An image that was given for the new name is the newer one.
        overlay["image:web"] = moved with { Value = "ghcr.io/acme/hello:3.0" };
        Assert.Empty(ImageEntries.Moved(overlay, gone, [new AddressMove("app/*", "web/*")]));
    }

    [Fact]
    public void AForgottenImage_IsNamed()
    {
        var told = ImageEntries.Forgotten("image:app", overlay["image:app"], "hello.yaml").ToString();
        Assert.Contains("OPTA7077", told, StringComparison.Ordinal);
        Assert.Contains("ghcr.io/acme/hello:2.0", told, StringComparison.Ordinal);
    }

    private async Task<LayerFile> FileAsync(string module)
    {
        var path = Path.Combine(folder, "solo.yaml");
        await File.WriteAllTextAsync(path, $"name: solo\norg_name: acme\ncluster:\n  kubeconfig: ./kubeconfig\nmodules:\n  - type: k8s-service\n    name: {module}\n    port:\n      http: 80\n    image: ghcr.io/acme/hello:1.0\n");
        return (await ConfigurationLoader.LoadAsync(path, new LoadOptions { BaseDirectory = folder }, default)).EnsureSuccess();
    }
}
