using System.Globalization;
using BenchmarkDotNet.Running;
using OptaPS.Benchmarks;
using OptaPS.Sandbox;

switch (args)
{
    case ["engine", .. var engine]:
        return await EngineProcess.RunAsync(engine);
    case ["helm-cpu"]:
        return await HelmCpuTable.RunAsync(Console.Out);
    case ["kubernetes"]:
        await KubernetesMeasure.RunAsync(Console.Out);
        return 0;
    case ["sandbox-serve", var folder]:
        return await SandboxServer.RunAsync(new SandboxServerOptions(folder) { TimeScale = 100 }, Console.Out, CancellationToken.None);
    case ["sandbox-load", .. var sizes]:
        return await new SandboxLoad(Size(sizes, 0, 10_000), Size(sizes, 1, 1_000)).RunAsync();
    default:
        BenchmarkSwitcher.FromAssembly(typeof(EngineProcess).Assembly).Run(args);
        return 0;
}

static int Size(string[] sizes, int index, int usual) =>
    sizes.Length > index ? int.Parse(sizes[index], CultureInfo.InvariantCulture) : usual;
