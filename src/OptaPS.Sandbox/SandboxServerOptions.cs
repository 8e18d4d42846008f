namespace OptaPS.Sandbox;

/// <summary>How a sandbox process is started.</summary>
/// <param name="DataFolder">Folder that keeps the emulated world; it is made when missing, and a later start continues the world that it holds.</param>
public sealed record SandboxServerOptions(string DataFolder)
{
    /// <summary>Name shown on objects made in this sandbox.</summary>
    public string Name { get; init; } = "default";

    /// <summary>TCP port on the loopback address; 0 takes the port of the last run when it is free, else any free one.</summary>
    public int Port { get; init; }

    /// <summary>How many times faster than real the emulated cloud works; 1 is real time.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Process whose end also ends the sandbox, or null.</summary>
    public int? ParentPid { get; init; }

    /// <summary>Go on after the parent is gone.</summary>
    public bool Keep { get; init; }

    /// <summary>File that receives one line per event of the server itself, or null.</summary>
    public string? LogFile { get; init; }

    /// <summary>Twelve digits of the emulated AWS account.</summary>
    public string AwsAccountId { get; init; } = "000000000000";

    /// <summary>Region that is used where a request names none.</summary>
    public string AwsRegion { get; init; } = "us-east-1";
}
