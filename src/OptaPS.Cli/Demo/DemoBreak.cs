namespace OptaPS.Cli.Demo;

/// <summary>What the demo breaks on purpose.</summary>
internal enum DemoBreak
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The service's image does not exist.</summary>
    Image,

    /// <summary>The mesh's injector is down when the service is deployed.</summary>
    Mesh,
}
