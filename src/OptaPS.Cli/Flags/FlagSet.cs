namespace OptaPS.Cli.Flags;

/// <summary>
/// The flags of a command, parsed as Helm's command line is: flags and arguments may be mixed, <c>--</c> ends the flags, a flag's text is the next
/// argument whatever it looks like, and comma lists may be quoted. Errors are worded as Helm words them.
/// </summary>
internal sealed class FlagSet
{
    private readonly List<Flag> flags = [];

    public IReadOnlyList<Flag> Flags => flags;

    public FlagSet Add(string name, FlagKind kind, string description, char? letter = null)
    {
        flags.Add(new Flag(name, kind, description) { Short = letter });
        return this;
    }

    /// <summary>Flags of Helm that have no effect here, as they have none in Helm for this command.</summary>
    public FlagSet Accept(FlagKind kind, params string[] names)
    {
        foreach (var name in names)
            flags.Add(new Flag(name, kind, "(accepted; without effect here)"));
        return this;
    }

    /// <summary>Flags of Helm that are refused by name.</summary>
    public FlagSet Refuse(FlagKind kind, string why, params string[] names)
    {
        foreach (var name in names)
            flags.Add(new Flag(name, kind, why) { Refused = why });
        return this;
    }

    public FlagValues Parse(IReadOnlyList<string> args)
    {
        var rest = new List<string>();
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (arg == "--")
            {
                rest.AddRange(args.Skip(i + 1));
                break;
            }

            if (arg.StartsWith("--", StringComparison.Ordinal))
                i = Long(args, i, values);
            else if (arg.Length > 1 && arg[0] == '-')
                i = Letters(args, i, values);
            else
                rest.Add(arg);
        }

        return new FlagValues(rest, values);
    }

    private int Long(IReadOnlyList<string> args, int i, Dictionary<string, List<string>> values)
    {
        var arg = args[i];
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? arg[2..] : arg[2..equals];
        if (name.Length == 0 || name[0] == '-')
            throw new FlagException($"bad flag syntax: {arg}");
        var flag = flags.Find(f => f.Name == name) ?? throw new FlagException($"unknown flag: --{name}");
        if (equals >= 0)
            Set(flag, arg[(equals + 1)..], values);
        else if (flag.Kind == FlagKind.Switch)
            Set(flag, "true", values);
        else if (flag.Kind == FlagKind.OptionalText)
            Set(flag, "", values);
        else if (i + 1 < args.Count)
            Set(flag, args[++i], values);
        else
            throw new FlagException($"flag needs an argument: --{name}");
        return i;
    }

    private int Letters(IReadOnlyList<string> args, int i, Dictionary<string, List<string>> values)
    {
        var arg = args[i];
        for (var at = 1; at < arg.Length; at++)
        {
            var letter = arg[at];
            var flag = flags.Find(f => f.Short == letter) ?? throw new FlagException($"unknown shorthand flag: '{letter}' in {arg}");
            if (at + 1 < arg.Length && arg[at + 1] == '=')
            {
                Set(flag, arg[(at + 2)..], values);
                return i;
            }

            if (flag.Kind == FlagKind.Switch)
            {
                Set(flag, "true", values);
                continue;
            }

            if (at + 1 < arg.Length)
                Set(flag, arg[(at + 1)..], values);
            else if (i + 1 < args.Count)
                Set(flag, args[++i], values);
            else
                throw new FlagException($"flag needs an argument: '{letter}' in {arg}");
            return i;
        }

        return i;
    }

    private static void Set(Flag flag, string text, Dictionary<string, List<string>> values)
    {
        if (flag.Refused is { } why)
            throw new FlagException($"the flag --{flag.Name} is not supported: {why}");
        if (!values.TryGetValue(flag.Name, out var texts))
            values[flag.Name] = texts = [];
        switch (flag.Kind)
        {
            case FlagKind.Switch:
                texts.Add(text switch
                {
                    "1" or "t" or "T" or "true" or "TRUE" or "True" => "true",
                    "0" or "f" or "F" or "false" or "FALSE" or "False" => "false",
                    _ => throw new FlagException($"invalid argument \"{text}\" for \"--{flag.Name}\" flag: strconv.ParseBool: parsing \"{text}\": invalid syntax"),
                });
                break;
            case FlagKind.CommaList:
                texts.AddRange(CommaText.Split(flag.Name, text));
                break;
            default:
                texts.Add(text);
                break;
        }
    }
}
