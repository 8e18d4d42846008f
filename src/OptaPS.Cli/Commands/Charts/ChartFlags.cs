using OptaPS.Cli.Flags;
using OptaPS.Requests;
using OptaPS.Secrets;

namespace OptaPS.Cli.Commands.Charts;

/// <summary>Flags that several chart commands share.</summary>
internal static class ChartFlags
{
    private const string NoTls = "certificates are always verified against the system's trust";
    private const string NoSignatures = "signatures of charts are not checked; digests are";

    public static FlagSet AddValues(this FlagSet flags) => flags
        .Add("values", FlagKind.CommaList, "values file; may be given several times, later ones win", 'f')
        .Add("set", FlagKind.List, "set values (key1=val1,key2=val2)")
        .Add("set-string", FlagKind.List, "set texts")
        .Add("set-json", FlagKind.List, "set JSON values (key=json, or an object)")
        .Add("set-file", FlagKind.List, "set values from files (key=path)")
        .Add("set-literal", FlagKind.List, "set a literal text");

    public static FlagSet AddSource(this FlagSet flags) => flags
        .Add("repo", FlagKind.Text, "address of the chart's repository")
        .Add("version", FlagKind.Text, "version, or range of versions; the newest stable one when left out")
        .Add("username", FlagKind.Text, "user name for the repository or registry")
        .Add("password", FlagKind.Text, "password for the repository or registry")
        .Accept(FlagKind.Switch, "pass-credentials")
        .Refuse(FlagKind.Switch, "give --version with a range that includes pre-releases", "devel")
        .Refuse(FlagKind.Switch, NoSignatures, "verify")
        .Refuse(FlagKind.Text, NoSignatures, "keyring")
        .Refuse(FlagKind.Switch, NoTls, "insecure-skip-tls-verify", "plain-http")
        .Refuse(FlagKind.Text, NoTls, "ca-file", "cert-file", "key-file");

    public static FlagSet AddGlobal(this FlagSet flags) => flags
        .Add("sandbox", FlagKind.Text, "work against the sandbox of this name")
        .Add("debug", FlagKind.Switch, "print errors with their code and remedy");

    public static ChartValuesInput Values(FlagValues given) => new()
    {
        Files = given.List("values"),
        Set = given.List("set"),
        SetString = given.List("set-string"),
        SetJson = given.List("set-json"),
        SetFile = given.List("set-file"),
        SetLiteral = given.List("set-literal"),
    };

    public static ChartSource Source(FlagValues given) => new()
    {
        Repository = given.Text("repo") ?? "",
        Version = given.Text("version") ?? "",
        UserName = given.Text("username") ?? "",
        Password = given.Text("password") is { } password ? new Secret(password) : null,
    };

    /// <summary>The one argument of a command.</summary>
    public static string OneArgument(this FlagValues given, string command) => given.Arguments.Count == 1
        ? given.Arguments[0]
        : throw new FlagException($"\"opta {command}\" requires 1 argument");
}
