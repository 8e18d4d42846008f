namespace OptaPS.Configuration.Catalog;

/// <summary>In which kind of file a module belongs.</summary>
public enum ModulePlace
{
    /// <summary>Meant for environment files, accepted in both.</summary>
    Environment,

    /// <summary>Only in environment files.</summary>
    EnvironmentOnly,

    /// <summary>Meant for service files, accepted in both.</summary>
    Service,
}
