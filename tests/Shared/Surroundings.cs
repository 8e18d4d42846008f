namespace OptaPS.Testing;

/// <summary>What the machine or the build agent on which the tests run says to our programs; a test must come out the same everywhere.</summary>
internal static class Surroundings
{
    /// <summary>Takes it from the environment of a child process; what a test says itself is set afterwards.</summary>
    public static void Clear(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(IsMeant).ToList())
            environment.Remove(name);
    }

    // Which authorities a machine trusts for its own network stays.
    private static bool IsMeant(string name) =>
        name is "TF_BUILD" or "GITHUB_ACTIONS" or "AGENT_TEMPDIRECTORY" or "KUBECONFIG" || name.StartsWith("OPTA_", StringComparison.Ordinal) || (name.StartsWith("AWS_", StringComparison.Ordinal) && name != "AWS_CA_BUNDLE");
}
