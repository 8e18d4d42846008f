namespace OptaPS.Helm.Formatting;

/// <summary>The flags, width and precision of one printf directive.</summary>
internal struct FormatFlags
{
    public bool Plus;
    public bool Minus;
    public bool Sharp;
    public bool Space;
    public bool Zero;
    public bool PlusV;
    public bool SharpV;
    public int? Width;
    public int? Precision;
}
