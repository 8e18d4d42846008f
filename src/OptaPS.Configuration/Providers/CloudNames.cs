namespace OptaPS.Configuration.Providers;

/// <summary>The names of clouds in texts.</summary>
internal static class CloudNames
{
    public static string Of(CloudKind kind) => kind switch
    {
        CloudKind.Aws => "AWS",
        CloudKind.Google => "Google Cloud",
        CloudKind.Azure => "Azure",
        CloudKind.Local => "a local cluster",
        _ => "a cluster of your own",
    };
}
