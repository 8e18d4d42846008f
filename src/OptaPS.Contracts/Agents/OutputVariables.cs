using System.Text.Json;
using System.Text.RegularExpressions;
using OptaPS.Objects;

namespace OptaPS.Agents;

/// <summary>Hands outputs on to later steps of a pipeline as variables.</summary>
public static partial class OutputVariables
{
    /// <summary>The commands that set one variable: its name is <c>opta_</c> and the output's, a secret is masked before it is first written.</summary>
    /// <param name="output">The output; a sensitive one needs its <see cref="OutputValue.Secret"/>.</param>
    public static IEnumerable<string> Commands(OutputValue output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var name = "opta_" + Other().Replace(output.Name, "_");
        if (!output.Sensitive)
            return [AgentCommands.Variable(name, Plain(output.Value), secret: false)];
        if (output.Secret is null)
            return [];

        // Each line is masked on its own: the agent masks what it finds within one line.
        var value = Plain(output.Secret.Reveal());
        return [.. value.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal).Select(AgentCommands.Secret), AgentCommands.Variable(name, value, secret: true)];
    }

    // A JSON text becomes its content; everything else stays JSON.
    private static string Plain(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex Other();
}
