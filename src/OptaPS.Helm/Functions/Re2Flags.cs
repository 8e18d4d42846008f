namespace OptaPS.Helm.Functions;

/// <summary>The flags of a regular expression: i, m, s, U.</summary>
internal struct Re2Flags
{
    public bool IgnoreCase;
    public bool Multiline;
    public bool DotAll;
    public bool Ungreedy;
}
