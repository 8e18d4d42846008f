using OptaPS.Cli.Flags;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Releases;

/// <summary>Flags that choose the cluster and the namespace.</summary>
internal static class ClusterFlags
{
    private const string UseContext = "put it into a context of the kubeconfig";

    public static FlagSet AddCluster(this FlagSet flags) => flags
        .Add("namespace", FlagKind.Text, "namespace of the release", 'n')
        .Add("env-name", FlagKind.Text, "the cluster of this environment", 'e')
        .Add("kubeconfig", FlagKind.Text, "path of a kubeconfig")
        .Add("kube-context", FlagKind.Text, "context of the kubeconfig")
        .Refuse(FlagKind.Text, UseContext, "kube-apiserver", "kube-token", "kube-as-user", "kube-as-group", "kube-ca-file", "kube-tls-server-name")
        .Refuse(FlagKind.Switch, "certificates are always verified", "kube-insecure-skip-tls-verify");

    public static ClusterChoice Choice(FlagValues given)
    {
        var choice = new ClusterChoice { Environment = given.Text("env-name"), Kubeconfig = given.Text("kubeconfig"), Context = given.Text("kube-context") };
        return choice.Environment is not null && (choice.Kubeconfig ?? choice.Context) is not null
            ? throw new FlagException("--env-name cannot be combined with --kubeconfig or --kube-context")
            : choice;
    }
}
