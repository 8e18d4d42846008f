namespace OptaPS.Sandbox.Persistence;

/// <summary>One document that a commit writes, or removes when <paramref name="Value"/> is null.</summary>
internal readonly record struct StoreChange(string Collection, string Key, string? Value);
