using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OptaPS.Operations.Tests")]
