namespace OptaPS.Helm.Values;

/// <summary>A named integer type with a text, such as time.Month.</summary>
internal sealed class GoNamedInt(GoType type, long number, string text, bool isCalendar) : GoObject, IGoNumeric
{
    public override GoType Type => type;

    public long Number => number;

    public override string Text => text;

    /// <summary>True for months and weekdays, which convert to numbers.</summary>
    public bool IsCalendar => isCalendar;

    public override object? ToJson() => number;
}
