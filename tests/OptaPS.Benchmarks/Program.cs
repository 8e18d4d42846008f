using BenchmarkDotNet.Running;
using OptaPS.Benchmarks;

if (args is ["sandbox-serve", var folder])
    return await OptaPS.Sandbox.SandboxServer.RunAsync(new OptaPS.Sandbox.SandboxServerOptions(folder) { TimeScale = 100 }, Console.Out, CancellationToken.None);

if (args is ["sandbox-load", ..])
    return await new SandboxLoad(args.Length > 1 ? int.Parse(args[1]) : 10_000, args.Length > 2 ? int.Parse(args[2]) : 1_000).RunAsync();

if (args is ["kubernetes"])
    return await KubernetesMeasure.RunAsync(Console.Out);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
