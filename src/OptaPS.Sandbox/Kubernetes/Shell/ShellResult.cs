namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>What a command wrote and how it ended.</summary>
internal sealed record ShellResult(int Exit, byte[] Out, string Error)
{
    public static ShellResult Text(string text, int exit = 0) => new(exit, System.Text.Encoding.UTF8.GetBytes(text), "");

    public static ShellResult Fail(string error, int exit = 1) => new(exit, [], error + "\n");
}
