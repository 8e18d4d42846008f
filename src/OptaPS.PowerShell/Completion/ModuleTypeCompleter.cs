using OptaPS.PowerShell.Loading;

namespace OptaPS.PowerShell.Completion;

/// <summary>Completes module types, from the list that the build makes of docs/modules.</summary>
public sealed class ModuleTypeCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed)
    {
        var file = Path.Combine(EngineLoader.ModuleFolder, "data", "module-types.tsv");
        return File.Exists(file)
            ? File.ReadLines(file).Select(line => line.Split('\t', 2)).Select(fields => new Candidate(fields[0], fields.Length > 1 ? fields[1] : fields[0]))
            : [];
    }
}
