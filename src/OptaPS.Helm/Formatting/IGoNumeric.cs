namespace OptaPS.Helm.Formatting;

/// <summary>A named integer type, such as time.Duration, which prints as a number under numeric verbs.</summary>
internal interface IGoNumeric
{
    long Number { get; }
}
