namespace OptaPS.Operations.States;

/// <summary>What keeps states.</summary>
internal enum StatePlaceKind
{
    /// <summary>A folder of this machine.</summary>
    Local,

    /// <summary>The usual place of the environment's own cloud, made when it does not exist.</summary>
    Cloud,

    /// <summary>An S3 bucket.</summary>
    S3,

    /// <summary>A Google Cloud Storage bucket.</summary>
    Google,

    /// <summary>A container of Azure Blob Storage.</summary>
    Azure,

    /// <summary>Secrets of a Kubernetes namespace.</summary>
    Kubernetes,
}
