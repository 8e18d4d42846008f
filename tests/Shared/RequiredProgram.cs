namespace OptaPS.Testing;

/// <summary>
/// Finds a program that a test needs. When it is absent the test is skipped with the reason, or fails when OPTA_REQUIRE names the program.
/// </summary>
internal static class RequiredProgram
{
    /// <summary>Path of the program, or a skip (a failure when it is required).</summary>
    public static string Find(string name)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => OperatingSystem.IsWindows() ? [Path.Combine(folder, name + ".exe"), Path.Combine(folder, name + ".cmd")] : new[] { Path.Combine(folder, name) })
            .FirstOrDefault(File.Exists);
        if (path is not null)
            return path;

        Missing(name, $"{name} is not on the PATH");
        return "";
    }

    /// <summary>Skips the test because something is missing; fails it when OPTA_REQUIRE names <paramref name="name"/>.</summary>
    public static void Missing(string name, string reason)
    {
        var required = (Environment.GetEnvironmentVariable("OPTA_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (required.Contains(name, StringComparer.OrdinalIgnoreCase))
            Assert.Fail($"OPTA_REQUIRE names {name}, but {reason}.");
        Skip.If(true, $"{reason}.");
    }
}
