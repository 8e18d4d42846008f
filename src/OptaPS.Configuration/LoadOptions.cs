using OptaPS.Configuration.Values;

namespace OptaPS.Configuration;

/// <summary>How to load a file.</summary>
public sealed record LoadOptions
{
    /// <summary>The environment entry of a service file; null takes the only one.</summary>
    public string? EnvironmentName { get; init; }

    /// <summary>
    /// Values of <c>--var name=value</c>, read by <see cref="VariableText.Parse(string)"/> where they come as text. Each must be declared in the file or its
    /// environment, except <c>image_tag</c> and <c>image_digest</c>, which a deploying command may always pass.
    /// </summary>
    public IReadOnlyDictionary<string, ConfigValue> Variables { get; init; } = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);

    /// <summary>The folder that shown paths are relative to and that a relative path starts from; null is the process's current folder.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>
    /// True for commands that change nothing: a declared variable without a value then stays open instead of being an error, and a missing file that an
    /// input names is a warning.
    /// </summary>
    public bool AllowMissingVariables { get; init; }

    /// <summary>True to load and check every listed environment of a service, not only the chosen one.</summary>
    public bool CheckAllEnvironments { get; init; }

    /// <summary>True to check that files named by inputs exist.</summary>
    public bool CheckReferencedFiles { get; init; } = true;

    /// <summary>How long git may take to fetch an environment file.</summary>
    public TimeSpan GitTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
