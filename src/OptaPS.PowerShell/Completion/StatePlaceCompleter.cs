namespace OptaPS.PowerShell.Completion;

/// <summary>Completes the kinds of places where states are kept.</summary>
public sealed class StatePlaceCompleter : LocalCompleter
{
    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) =>
    [
        new("local", "A folder of this machine"),
        new("cloud", "The usual bucket of the environment's own cloud"),
        new("s3://", "s3://bucket[/prefix]?region=r[&kms=alias/name]"),
        new("gs://", "gs://bucket[/prefix]"),
        new("azblob://", "azblob://account/container[/prefix]"),
        new("kubernetes://", "kubernetes://namespace[?context=name]"),
    ];
}
