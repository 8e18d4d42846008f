namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>
/// Draws the next command from those that make sense in the world as it is. It knows only as much of the world as that needs: what must be in it
/// afterwards is shown by a second world in which the same commands run undisturbed.
/// </summary>
/// <param name="random">The source of chance.</param>
/// <param name="environment">The environment's name.</param>
/// <param name="file">The environment's file.</param>
/// <param name="localState">Whether states lie in a folder, so that one can be lost.</param>
internal sealed class ServiceScript(Random random, string environment, string file, bool localState)
{
    private static readonly string[] Images = ["ghcr.io/acme/hello:1.1", "ghcr.io/acme/hello:1.2"];

    private readonly Dictionary<string, ServiceShape> services = new(StringComparer.Ordinal);
    private readonly Queue<ServiceCommand> next = new();
    private bool exists;
    private bool meshed;

    /// <summary>Paths at which services must answer now, and whether their pods are meshed.</summary>
    public IEnumerable<(string Path, bool Meshed)> Answers => services.Values.Where(shape => shape.IsWhole).SelectMany(shape => shape.Paths.Select(path => (path, shape.Meshed)));

    public ServiceCommand Next()
    {
        if (next.TryDequeue(out var prepared))
            return prepared;
        if (!exists)
            return Apply();
        (int Weight, Func<ServiceCommand> Make)[] choices =
        [
            (5, Apply),
            (meshed ? 2 : 14, Mesh),
            (30, () => Deploy(saved: false)),
            (10, () => Deploy(saved: true)),
            .. services.Values.Where(shape => shape.IsWhole).SelectMany(Changes),
            (5, () => new ServiceCommand("rotate-key", random.Next(2) == 0 ? ["rotate-key"] : ["rotate-key", environment]) { IsQuiet = true }),
            (3, () => new ServiceCommand("refresh-only", "apply", file, "--refresh-only", "--auto-approve") { IsQuiet = true }),
            (services.Count > 0 ? 5 : 2, RemoveAll),
        ];
        var draw = random.Next(choices.Sum(choice => choice.Weight));
        return choices.First(choice => (draw -= choice.Weight) < 0).Make();
    }

    /// <summary>The commands with which a short series begins; the one that is killed then gives a module another name.</summary>
    public IReadOnlyList<ServiceCommand> Begin()
    {
        ServiceCommand[] first = [Apply(), DeployAs("hello", ServiceFiles.Hello[0], null)];
        next.Enqueue(DeployAs("hello", ServiceFiles.Hello[3], null));
        return first;
    }

    private IEnumerable<(int Weight, Func<ServiceCommand> Make)> Changes(ServiceShape shape) =>
    [
        (6, () => Rollback(shape)),
        (4, () => Uninstall(shape)),
        (6, () => Remove(shape)),
        (6, () => Repair(shape)),
        (4, () => Protect(shape)),
        (4, () => Move(shape)),
        (localState ? 5 : 0, () => Import(shape)),
    ];

    private ServiceCommand Apply()
    {
        exists = true;
        return new ServiceCommand("apply", "apply", file, "--auto-approve") { Converges = true };
    }

    private ServiceCommand Mesh()
    {
        meshed = true;
        return new ServiceCommand("mesh install", "mesh", "install", environment, "--auto-approve") { Converges = true };
    }

    private ServiceCommand Deploy(bool saved)
    {
        var name = random.Next(3) == 0 ? "other" : "hello";
        var files = name == "other" ? ServiceFiles.Other : ServiceFiles.Hello;
        var chosen = files[random.Next(files.Length)];
        var image = random.Next(2) == 0 ? Images[random.Next(Images.Length)] : null;
        if (!saved)
            return DeployAs(name, chosen, image);
        DeployAs(name, chosen, null);
        return new ServiceCommand("saved plan", "apply", "saved.plan", "--auto-approve")
        {
            BeforeAsync = world => Engine.EngineWorld.SucceedAsync(world, "plan", chosen.File, "--out", "saved.plan"),
            Refused = "OPTA2404",
        };
    }

    private ServiceCommand DeployAs(string name, ServiceFile chosen, string? image)
    {
        services[name] = new ServiceShape(name, chosen, meshed, IsWhole: true);
        string[] with = image is null ? [] : ["--image", image, "--module", chosen.Modules[0]];
        return new ServiceCommand("deploy", ["deploy", chosen.File, .. with, "--auto-approve"]) { Converges = true };
    }

    private ServiceCommand Rollback(ServiceShape shape)
    {
        var release = $"{shape.Name}-{shape.File.Modules[0]}";
        return new ServiceCommand("release rollback", async world =>
            ["release", "rollback", release, await ReleaseHistory.OtherRevisionAsync(world, shape.Name, release), "-n", shape.Name, "-e", environment, "--wait"]);
    }

    private ServiceCommand Uninstall(ServiceShape shape)
    {
        services[shape.Name] = shape with { IsWhole = false };
        return new ServiceCommand("release uninstall", "release", "uninstall", $"{shape.Name}-{shape.File.Modules[0]}", "-n", shape.Name, "-e", environment) { Done = ["OPTA7051"] };
    }

    private ServiceCommand Remove(ServiceShape shape)
    {
        services.Remove(shape.Name);
        return new ServiceCommand("service removal", "destroy", environment, shape.Name, "--auto-approve") { Done = ["OPTA7021"] };
    }

    private ServiceCommand RemoveAll()
    {
        services.Clear();
        (exists, meshed) = (false, false);
        return new ServiceCommand("destroy --recurse", "destroy", environment, "--recurse", "--auto-approve", "--allow-data-loss") { Done = ["OPTA7020"] };
    }

    private ServiceCommand Repair(ServiceShape shape)
    {
        var module = shape.File.Modules[0];
        var path = random.Next(2) == 0 ? $"apis/apps/v1/namespaces/{shape.Name}/deployments/{module}" : $"api/v1/namespaces/{shape.Name}/services/{module}";
        return new ServiceCommand("repair", "drift", environment, "--repair", "--auto-approve")
        {
            BeforeAsync = async world =>
            {
                using var cluster = await ClusterReader.ConnectAsync(world);
                await cluster.DeleteAsync(path);
            },
        };
    }

    private ServiceCommand Protect(ServiceShape shape)
    {
        var address = $"{shape.File.Modules[0]}/release";
        next.Enqueue(new ServiceCommand("unprotect", "resource", "unprotect", environment, address, "--service", shape.Name) { IsQuiet = true });
        return new ServiceCommand("protect", "resource", "protect", environment, address, "--service", shape.Name) { IsQuiet = true };
    }

    private ServiceCommand Move(ServiceShape shape)
    {
        var (here, there) = ($"{shape.File.Modules[0]}/*", "moved/*");
        next.Enqueue(new ServiceCommand("move", "resource", "move", environment, there, here, "--service", shape.Name) { IsQuiet = true });
        return new ServiceCommand("move", "resource", "move", environment, here, there, "--service", shape.Name) { IsQuiet = true };
    }

    private ServiceCommand Import(ServiceShape shape)
    {
        string[] known = [$"layer/namespace={shape.Name}", .. shape.File.Modules.Select(module => $"{module}/release={shape.Name}/{shape.Name}-{module}")];
        next.Enqueue(DeployAs(shape.Name, shape.File, null));
        return new ServiceCommand("import", ["import", shape.File.File, .. known, "--auto-approve"])
        {
            BeforeAsync = world =>
            {
                Directory.Delete(Path.Combine(world.Home, "sandboxes", "e2e", "state", $"{environment}+{shape.Name}"), recursive: true);
                return Task.CompletedTask;
            },
        };
    }
}
