namespace OptaPS.Cli.Hosting;

/// <summary>What the program's exit codes mean; they are a contract with scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a file is wrong; nothing was changed.</summary>
    public const int BadInput = 2;

    /// <summary>With --detailed-exitcode: the plan has changes.</summary>
    public const int ChangesPending = 3;

    /// <summary>Stopped by SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM.</summary>
    public const int Terminated = 143;
}
