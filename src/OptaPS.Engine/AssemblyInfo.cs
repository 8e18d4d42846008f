using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OptaPS.Engine.Tests")]
[assembly: InternalsVisibleTo("OptaPS.Benchmarks")]
