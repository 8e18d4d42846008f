namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>A file of a service, and the modules in it.</summary>
internal sealed record ServiceFile(string File, params string[] Modules);
