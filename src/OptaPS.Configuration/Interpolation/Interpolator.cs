using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Providers;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Interpolation;

/// <summary>Resolves the references in text. What is known becomes a value with its own type; what is known only at apply becomes a segment.</summary>
internal sealed class Interpolator(LoadContext context, InterpolationScope scope)
{
    /// <summary>The value of a text, or null when a finding was recorded. The second result says that the value came from exactly one reference.</summary>
    public ConfigValue? Resolve(ScalarNode node, out bool isWhole)
    {
        isWhole = false;
        var location = context.At(node);
        if (!TextParser.MayHoldReferences(node.Text))
        {
            return ConfigScalar.OfText(node.Text, location);
        }

        var parts = TextParser.Parse(node.Text);
        isWhole = parts is [not { Kind: TextPartKind.Literal }];
        var finder = new PartPlaces(context.Source, node);
        var places = parts.ConvertAll(part => part.Kind == TextPartKind.Literal ? (node.Line, node.Column) : finder.Of(part));
        var values = parts.Select((part, index) => part.Kind == TextPartKind.Literal ? ConfigScalar.OfText(part.Text) : Resolve(part, places[index])).ToList();
        if (values.Exists(value => value is null))
        {
            return null;
        }

        if (isWhole)
        {
            return values[0]! with { Location = location };
        }

        var segments = new List<TextSegment>();
        for (var index = 0; index < values.Count; index++)
        {
            switch (values[index])
            {
                case ConfigText text:
                    segments.AddRange(text.Segments);
                    break;
                case ConfigScalar scalar:
                    Append(segments, scalar.Kind == ScalarKind.Boolean ? scalar.Boolean ? "true" : "false" : scalar.Text);
                    break;
                case ConfigNull:
                    break;
                case var other:
                    Error(Codes.NotAllowedHere, places[index], $"{Quote.Of(parts[index].Source)} is {Quote.A(other!.KindName)} and cannot be part of a text.", "a single value, or the reference alone");
                    return null;
            }
        }

        return segments switch
        {
            [] => ConfigScalar.OfText(string.Empty, location),
            [LiteralSegment only] => ConfigScalar.OfText(only.Text, location),
            _ => new ConfigText(segments, location),
        };
    }

    private static void Append(List<TextSegment> segments, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (segments is [.., LiteralSegment last])
        {
            segments[^1] = new LiteralSegment(last.Text + text);
        }
        else
        {
            segments.Add(new LiteralSegment(text));
        }
    }

    private ConfigValue? Resolve(TextPart part, (int Line, int Column) at)
    {
        if (part.Kind == TextPartKind.SingleBraces)
        {
            return Error(Codes.SingleBraces, at, $"{Quote.Of(part.Source)} has single braces, which name nothing.", "${{module.<name>.<output>}} or {vars.<name>}", part.Text.StartsWith("module.", StringComparison.Ordinal) ? "${{" + part.Text + "}}" : "{" + part.Text + "}");
        }

        if (ReferencePath.Split(part.Text) is not { } path)
        {
            return part.Kind == TextPartKind.Expression
                ? Error(Codes.Malformed, at, $"The expression {Quote.Of(part.Source)} is not supported.", "${{module.<name>.<output>}}", remedy: "Terraform functions and operators are not available; use one output, or text around outputs.")
                : Error(Codes.FormatRule, at, $"{Quote.Of(part.Source)} has a format rule, which is not supported.", "a name only, such as {env}", remedy: "For literal braces write {{ and }}.");
        }

        if (part.Kind == TextPartKind.Expression)
        {
            return path[0] == "module"
                ? ModuleOutput(part, path, at)
                : Error(Codes.Malformed, at, $"The expression {Quote.Of(part.Source)} does not begin with 'module.'.", "${{module.<name>.<output>}}");
        }

        return Name(part, path, at);
    }

    private ConfigValue? Name(TextPart part, List<string> path, (int Line, int Column) at)
    {
        switch (path[0])
        {
            case "vars" or "variables":
                return Variable(part, path, at);
            case "parent":
                return ParentOutput(part, path, at);
            case "module":
                return Error(Codes.SingleBraces, at, $"{Quote.Of(part.Source)} has single braces, which name nothing.", "${{module.<name>.<output>}}", "${{" + part.Text + "}}");
            case "aws" or "google" or "azurerm":
                return ProviderValue(part, path, at);
        }

        if (path.Count > 1)
        {
            return Unknown(part, at);
        }

        return path[0] switch
        {
            "env" => ConfigScalar.OfText(scope.Environment),
            "layer_name" => ConfigScalar.OfText(scope.LayerName),
            "parent_name" => ConfigScalar.OfText(scope.ParentName ?? "nil"),
            "region" => ConfigScalar.OfText(scope.Provider?.Region ?? string.Empty),
            "state_storage" or "kubeconfig" => new ConfigText([new ContextSegment(path[0])], null),
            "k8s_access_token" when scope.Provider?.Kind is CloudKind.Google or null => new ConfigText([new ContextSegment(path[0])], null),
            "k8s_access_token" => Error(Codes.UnknownName, at, "'{k8s_access_token}' exists only on Google Cloud.", remedy: "Leave it out; OptaPS signs in to the cluster itself."),
            _ => Unknown(part, at),
        };
    }

    private ConfigValue? Unknown(TextPart part, (int Line, int Column) at)
    {
        var names = TextParser.Roots.Where(root => root is not ("module" or "variables")).Select(root => root switch
        {
            "vars" or "parent" => root + ".<name>",
            "aws" => "aws.region",
            "google" => "google.region",
            "azurerm" => "azurerm.location",
            _ => root,
        });
        string? nearest = scope.Variables.ContainsKey(part.Text) ? "{vars." + part.Text + "}" : null;
        nearest ??= NearestName.Of(part.Text, TextParser.Roots) is { } name ? "{" + name + "}" : null;
        return Error(Codes.UnknownName, at, $"{Quote.Of(part.Source)} names nothing.", string.Join(", ", names), nearest, "For literal braces write {{ and }}.");
    }

    private ConfigValue? ProviderValue(TextPart part, List<string> path, (int Line, int Column) at)
    {
        var key = path.Count == 2 ? path[1] : string.Empty;
        var value = (path[0], scope.Provider) switch
        {
            (_, null) => string.Empty,
            ("aws", AwsProvider aws) => key switch { "region" => aws.Region, "account_id" => aws.AccountId, _ => null },
            ("google", GoogleProvider google) => key switch { "region" => google.Region, "project" => google.Project, _ => null },
            ("azurerm", AzureProvider azure) => key switch { "location" => azure.Region, "tenant_id" => azure.TenantId, "subscription_id" => azure.SubscriptionId, _ => null },
            _ => null,
        };
        string[] allowed = scope.Provider switch
        {
            AwsProvider => ["aws.region", "aws.account_id"],
            GoogleProvider => ["google.region", "google.project"],
            AzureProvider => ["azurerm.location", "azurerm.tenant_id", "azurerm.subscription_id"],
            _ => [],
        };
        return value is not null
            ? ConfigScalar.OfText(value)
            : Error(Codes.UnknownName, at, $"{Quote.Of(part.Source)} is not known in this environment.", allowed.Length == 0 ? "no provider values exist here" : string.Join(", ", allowed), NearestName.Of(part.Text, allowed) is { } name ? "{" + name + "}" : null);
    }

    private ConfigValue? Variable(TextPart part, List<string> path, (int Line, int Column) at)
    {
        if (path.Count < 2 || !scope.Variables.TryGetValue(path[1], out var variable))
        {
            var names = scope.Variables.Keys;
            return Error(
                Codes.UnknownName,
                at,
                path.Count < 2 ? $"{Quote.Of(part.Source)} names no variable." : $"The variable {Quote.Of(path[1])} is not declared.",
                names.Any() ? string.Join(", ", names.Order(StringComparer.Ordinal).Take(12)) : "no variable is declared",
                path.Count < 2 ? null : NearestName.Of(path[1], names) is { } name ? "{vars." + name + "}" : null,
                "Declare it under 'input_variables', or give it in the environment entry.");
        }

        if (variable.Value is null)
        {
            return scope.AllowMissingVariables
                ? new ConfigText([new VariableSegment(path[1])], null)
                : Error(Codes.VariableMissing, at, $"The variable {Quote.Of(path[1])} has no value.", remedy: $"Pass --var {path[1]}=<value>, or give it a default.");
        }

        var value = variable.Value;
        foreach (var step in path.Skip(2))
        {
            var next = value switch
            {
                ConfigMap map => map[step],
                ConfigList list when int.TryParse(step, out var index) && index >= 0 && index < list.Count => list.Items[index],
                _ => null,
            };
            if (next is null)
            {
                var allowed = value is ConfigMap keys ? string.Join(", ", keys.Entries.Select(entry => entry.Key)) : value is ConfigList { Count: > 0 } items ? $"0 to {items.Count - 1}" : "no element";
                return Error(Codes.VariableElement, at, $"The variable {Quote.Of(path[1])} has no element {Quote.Of(step)}; it is {Quote.A(value.KindName)} here.", allowed, value is ConfigMap near ? NearestName.Of(step, near.Entries.Select(entry => entry.Key)) : null);
            }

            value = next;
        }

        return value;
    }

    private ConfigValue? ParentOutput(TextPart part, List<string> path, (int Line, int Column) at)
    {
        if (scope.Parent is null)
        {
            return Error(Codes.ParentOutputUnknown, at, $"{Quote.Of(part.Source)} is used, but this file has no environment file above it.", remedy: "In an environment file use ${{module.<name>.<output>}}.");
        }

        if (path.Count < 2)
        {
            return Error(Codes.ParentOutputUnknown, at, $"{Quote.Of(part.Source)} names no output.", "{parent.<output>}");
        }

        if (scope.Parent.Find(path[1], path.GetRange(2, path.Count - 2)) is { } segment)
        {
            return new ConfigText([segment], null);
        }

        var longNames = scope.Parent.LongNamesOf(path[1]);
        return Error(
            Codes.ParentOutputUnknown,
            at,
            longNames.Count > 0 ? $"The environment has several outputs {Quote.Of(path[1])}, one per module." : $"The environment has no output {Quote.Of(path[1])}.",
            string.Join(", ", longNames.Count > 0 ? longNames : scope.Parent.Names.Order(StringComparer.Ordinal).Take(30)),
            (longNames.Count > 0 ? longNames[0] : NearestName.Of(path[1], scope.Parent.Names)) is { } name ? "{parent." + name + "}" : null);
    }

    private ConfigValue? ModuleOutput(TextPart part, List<string> path, (int Line, int Column) at)
    {
        if (path.Count < 3)
        {
            return Error(Codes.Malformed, at, $"{Quote.Of(part.Source)} lacks a module or an output.", "${{module.<name>.<output>}}");
        }

        if (!scope.Modules.TryGetValue(path[1], out var schema))
        {
            var nearest = NearestName.Of(path[1], scope.Modules.Keys);
            return Error(Codes.ModuleOutputUnknown, at, $"No module of this file is named {Quote.Of(path[1])}.", string.Join(", ", scope.Modules.Keys), nearest is null ? null : "${{" + string.Join('.', ["module", nearest, .. path.Skip(2)]) + "}}");
        }

        if (schema.OpenOutputs || schema.FindOutput(path[2]) is not null)
        {
            return new ConfigText([new ModuleOutputSegment(path[1], path[2], path.GetRange(3, path.Count - 3))], null);
        }

        var outputs = schema.Outputs.Select(output => output.Name).ToList();
        return Error(Codes.ModuleOutputUnknown, at, $"A module of type '{schema.Type}' has no output {Quote.Of(path[2])}.", outputs.Count == 0 ? "no outputs" : string.Join(", ", outputs), NearestName.Of(path[2], outputs) is { } name ? "${{module." + path[1] + "." + name + "}}" : null);
    }

    private ConfigValue? Error(string code, (int Line, int Column) at, string message, string? allowed = null, string? nearest = null, string? remedy = null)
    {
        context.Findings.Error(code, context.Source, at.Line, at.Column, message, allowed, nearest, remedy);
        return null;
    }
}
