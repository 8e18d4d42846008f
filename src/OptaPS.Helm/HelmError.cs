namespace OptaPS.Helm;

/// <summary>Makes exceptions whose message is Helm's, under the codes of docs/errors/5xxx.md.</summary>
internal static class HelmError
{
    public const string ChartLoad = "OPTA5001";
    public const string ChartArchive = "OPTA5002";
    public const string ChartMetadata = "OPTA5003";
    public const string IgnoreFile = "OPTA5004";
    public const string ChartTooLarge = "OPTA5005";
    public const string Dependencies = "OPTA5006";
    public const string NotInstallable = "OPTA5007";
    public const string Values = "OPTA5010";
    public const string SetFlag = "OPTA5011";
    public const string Schema = "OPTA5012";
    public const string ReleaseName = "OPTA5013";
    public const string KubeVersion = "OPTA5014";
    public const string TemplateParse = "OPTA5020";
    public const string TemplateExec = "OPTA5024";
    public const string ManifestParse = "OPTA5025";
    public const string ShowOnly = "OPTA5026";
    public const string PostRender = "OPTA5027";
    public const string Arguments = "OPTA5028";
    public const string NotSupported = "OPTA5580";

    public static OptaException Of(string code, string message, Exception? inner = null) =>
        new(new Diagnostic(code, Severity.Error, message) { Category = DiagnosticCategory.InvalidData }, inner);
}
