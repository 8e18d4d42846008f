using BenchmarkDotNet.Running;
using OptaPS.Benchmarks;

switch (args)
{
    case ["helm-cpu"]:
        return await HelmCpuTable.RunAsync(Console.Out);
    case ["kubernetes"]:
        await KubernetesMeasure.RunAsync(Console.Out);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
