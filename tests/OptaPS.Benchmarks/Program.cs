using BenchmarkDotNet.Running;
using OptaPS.Benchmarks;

if (args is ["helm-cpu"])
    return await HelmCpuTable.RunAsync(Console.Out);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
