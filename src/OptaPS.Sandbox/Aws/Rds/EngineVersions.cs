namespace OptaPS.Sandbox.Aws.Rds;

/// <summary>The engine versions that the emulated region offers.</summary>
internal static class EngineVersions
{
    private static readonly EngineVersion[] All =
    [
        new("aurora-postgresql", "15.10", "aurora-postgresql15"),
        new("aurora-postgresql", "16.6", "aurora-postgresql16"),
        new("aurora-postgresql", "17.4", "aurora-postgresql17"),
        new("aurora-mysql", "8.0.mysql_aurora.3.08.2", "aurora-mysql8.0"),
        new("docdb", "4.0.0", "docdb4.0"),
        new("docdb", "5.0.0", "docdb5.0"),
        new("mysql", "8.0.42", "mysql8.0"),
        new("mysql", "8.4.5", "mysql8.4"),
        new("postgres", "16.9", "postgres16"),
        new("postgres", "17.5", "postgres17")
    ];

    public static IEnumerable<EngineVersion> Find(string? engine, string? version) =>
        All.Where(v => (engine is null || v.Engine == engine) && (version is null || v.Version == version || v.Version.StartsWith(version + ".", StringComparison.Ordinal)));
}
