using BenchmarkDotNet.Running;
using OptaPS.Benchmarks;

if (args is ["engine", ..])
    return await EngineProcess.RunAsync(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(EngineProcess).Assembly).Run(args);
return 0;
