namespace OptaPS.Configuration.Providers;

/// <summary>Where an environment lives.</summary>
public enum CloudKind
{
    /// <summary>Amazon Web Services.</summary>
    Aws,

    /// <summary>Google Cloud.</summary>
    Google,

    /// <summary>Microsoft Azure.</summary>
    Azure,

    /// <summary>A cluster on this machine.</summary>
    Local,

    /// <summary>A cluster of the user's own, reached by a kubeconfig context.</summary>
    Cluster,
}
