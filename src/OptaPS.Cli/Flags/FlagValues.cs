namespace OptaPS.Cli.Flags;

/// <summary>A parsed command line.</summary>
/// <param name="Arguments">The arguments that are no flags, in order.</param>
/// <param name="Values">Texts of the flags that were given, by long name.</param>
internal sealed record FlagValues(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, List<string>> Values)
{
    /// <summary>The last text of a flag, or null when it was not given.</summary>
    public string? Text(string name) => Values.TryGetValue(name, out var texts) ? texts[^1] : null;

    /// <summary>All texts of a flag.</summary>
    public IReadOnlyList<string> List(string name) => Values.TryGetValue(name, out var texts) ? texts : [];

    /// <summary>True when a switch is on.</summary>
    public bool Switch(string name) => Text(name) == "true";

    /// <summary>A whole number, or the default.</summary>
    public int Number(string name, int absent) => Text(name) is not { } text ? absent
        : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
        : throw new FlagException($"invalid argument \"{text}\" for \"--{name}\" flag: a whole number is wanted");

    /// <summary>A span of time as Go writes it (<c>5m0s</c>, <c>90s</c>, <c>1h</c>), or the default.</summary>
    public TimeSpan Duration(string name, TimeSpan absent) => Text(name) is { } text ? GoDurationText.Read(name, text) : absent;
}
