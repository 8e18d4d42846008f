using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta token</c>: prints the ExecCredential document that kubectl's exec plugin protocol wants.</summary>
internal static class TokenCommand
{
    private const string Version = "client.authentication.k8s.io/v1";

    public static Command Create(Front front)
    {
        var command = new Command("token", "Print a short-lived cluster token for kubectl (exec plugin protocol v1 and v1beta1).");
        var environment = new Argument<string>("environment");
        var common = new CommonOptions();
        var home = new Option<string?>("--home") { Description = "Home folder of state and sandboxes, when it is not the default one.", HelpName = "folder" };
        command.Arguments.Add(environment);
        common.AddTo(command, home);
        command.SetAction((parsed, _) =>
        {
            var target = common.Target(parsed);
            if (parsed.GetValue(home) is { } folder)
                target = target with { HomeFolder = folder };

            return front.RunAsync(new GetClusterTokenRequest(target, parsed.GetValue(environment)!), OutputFormat.Table, autoApprove: true, (token, _) =>
            {
                front.Output.WriteLine(JsonSerializer.Serialize(new
                {
                    apiVersion = AskedVersion(target.EnvironmentVariables),
                    kind = "ExecCredential",
                    status = new
                    {
                        token = token.Token.Reveal(),
                        expirationTimestamp = token.Expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    },
                }));
                return ExitCodes.Done;
            });
        });
        return command;
    }

    // kubectl says in KUBERNETES_EXEC_INFO which version it speaks.
    private static string AskedVersion(IReadOnlyDictionary<string, string> variables)
    {
        if (!variables.TryGetValue("KUBERNETES_EXEC_INFO", out var info) || info.Length == 0)
            return Version;

        try
        {
            using var document = JsonDocument.Parse(info);
            return document.RootElement.TryGetProperty("apiVersion", out var version) ? version.GetString() ?? Version : Version;
        }
        catch (JsonException)
        {
            return Version;
        }
    }
}
