using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Conformance.Tests.Helm;

/// <summary>Turns the arguments of a recorded case into options.</summary>
internal static class CommandLine
{
    public static TemplateOptions Parse(IReadOnlyList<string> positional, string? @namespace, IEnumerable<string> valuesFiles, IReadOnlyList<string> args, string folder)
    {
        List<string> names = [.. positional], files = [.. valuesFiles], set = [], setString = [], setJson = [], setFile = [], setLiteral = [], apis = [], show = [], postArgs = [];
        var options = new TemplateOptions { Arguments = names, Namespace = @namespace ?? "default", BaseFolder = folder };
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            string? inline = null;
            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            if (arg.StartsWith("--", StringComparison.Ordinal) && equals > 0)
            {
                inline = arg[(equals + 1)..];
                arg = arg[..equals];
            }
            string Value() => inline ?? args[++i];
            switch (arg)
            {
                case "-f" or "--values": files.AddRange(Value().Split(',')); break;
                case "--set": set.Add(Value()); break;
                case "--set-string": setString.Add(Value()); break;
                case "--set-json": setJson.Add(Value()); break;
                case "--set-file": setFile.Add(Value()); break;
                case "--set-literal": setLiteral.Add(Value()); break;
                case "-a" or "--api-versions": apis.AddRange(Value().Split(',')); break;
                case "-s" or "--show-only": show.Add(Value()); break;
                case "--kube-version": options = options with { KubeVersion = Value() }; break;
                case "--name-template": options = options with { NameTemplate = Value() }; break;
                case "-n" or "--namespace": options = options with { Namespace = Value() }; break;
                case "--include-crds": options = options with { IncludeCrds = true }; break;
                case "--no-hooks": options = options with { NoHooks = true }; break;
                case "--skip-tests": options = options with { SkipTests = true }; break;
                case "--is-upgrade": options = options with { IsUpgrade = true }; break;
                case "--skip-schema-validation": options = options with { SkipSchemaValidation = true }; break;
                case "--post-renderer": options = options with { PostRenderer = Value() }; break;
                case "--post-renderer-args": postArgs.Add(Value()); break;
                case "--skip-crds" or "--create-namespace": break;
                case "--render-subchart-notes": options = options with { SubchartNotes = true }; break;
                default:
                    if (arg.StartsWith('-'))
                    {
                        throw new InvalidOperationException("The corpus uses a flag that the runner does not know: " + arg);
                    }
                    names.Add(args[i]);
                    break;
            }
        }
        return options with
        {
            Values = new ValuesOptions { Files = files, Set = set, SetString = setString, SetJson = setJson, SetFile = setFile, SetLiteral = setLiteral, BaseFolder = folder },
            ApiVersions = apis,
            ShowOnly = show,
            PostRendererArguments = postArgs,
        };
    }
}
