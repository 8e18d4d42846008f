namespace OptaPS.Kubernetes.Http;

/// <summary>Reads field and manager out of the causes of an apply conflict.</summary>
internal static class FieldConflictReader
{
    private const string Prefix = "conflict with ";

    public static IReadOnlyList<FieldConflict> Read(IReadOnlyList<StatusCause> causes) =>
    [
        .. causes.Where(cause => cause.Reason == "FieldManagerConflict").Select(cause => new FieldConflict(
            cause.Field ?? "",
            cause.Message.StartsWith(Prefix, StringComparison.Ordinal) ? cause.Message[Prefix.Length..] : cause.Message)),
    ];
}
