using System.CommandLine;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary>Options that say what a plan is about, made anew for each command.</summary>
internal sealed class PlanOptions
{
    public Option<string[]> Targets { get; } = new("--target", "-t") { Description = "Only this address and what it needs (destroy: what needs it); base/* takes a module. May be given several times.", HelpName = "address" };

    public Option<string[]> Excludes { get; } = new("--exclude") { Description = "Not this address nor what needs it; base/* takes a module. May be given several times.", HelpName = "address" };

    public Option<bool> RefreshOnly { get; } = new("--refresh-only") { Description = "Only take the live state into the record; change nothing outside." };

    public Option<string[]> Moves { get; } = new("--moved") { Description = "An address that changed in the file, former=new; base/*=network/* takes a module.", HelpName = "former=new" };

    public Option<string[]> Policies { get; } = new("--policy") { Description = "A YAML file with rules that the plan must keep. May be given several times.", HelpName = "file" };

    public Option<string[]> SkipChecks { get; } = SkipCheckOption();

    public Option<string?> SaveTo { get; } = new("--out") { Description = "Save the plan; 'opta apply FILE' carries it out exactly or refuses it.", HelpName = "file" };

    public Option<bool> Detail { get; } = new("--detail") { Description = "Show every resource and property instead of at most 20 lines." };

    public PlanChoices Read(ParseResult parsed, bool save = false, bool files = true) => new()
    {
        Targets = parsed.GetValue(Targets) ?? [],
        Excludes = parsed.GetValue(Excludes) ?? [],
        RefreshOnly = files && parsed.GetValue(RefreshOnly),
        Moves = files ? parsed.GetValue(Moves) ?? [] : [],
        PolicyFiles = parsed.GetValue(Policies) ?? [],
        SkipChecks = parsed.GetValue(SkipChecks) ?? [],
        SaveTo = save ? parsed.GetValue(SaveTo) : null,
    };

    /// <summary>The option by which preflight checks are left out.</summary>
    public static Option<string[]> SkipCheckOption()
    {
        var option = new Option<string[]>("--skip-check") { Description = "A preflight check to leave out, by the name that 'opta validate' shows; Quota:* takes all that begin so. May be given several times.", HelpName = "name" };
        option.CompletionSources.Add([.. PreflightChecks.Names]);
        return option;
    }
}
