using BenchmarkDotNet.Running;
using OptaPS.Benchmarks;

if (args is ["kubernetes"])
    await KubernetesMeasure.RunAsync(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
