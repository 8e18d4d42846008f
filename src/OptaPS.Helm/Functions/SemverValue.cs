namespace OptaPS.Helm.Functions;

/// <summary>A version as templates hold it: a *semver.Version with its methods.</summary>
internal sealed class SemverValue(SemverVersion version) : GoObject
{
    private static readonly GoType VersionType = new("*semver.Version", GoKind.Pointer, new GoType("semver.Version", GoKind.Struct));
    private static readonly GoType PlainType = VersionType.Element!;
    private bool isPlain;

    public SemverVersion Version => version;

    public override GoType Type => isPlain ? PlainType : VersionType;

    public override string Text => version.ToString();

    public override object? ToJson() => version.ToString();

    public override GoFunction? Method(string name)
    {
        var v = version;
        return name switch
        {
            "Major" => Get(name, () => v.Major),
            "Minor" => Get(name, () => v.Minor),
            "Patch" => Get(name, () => v.Patch),
            "Prerelease" => Get(name, () => v.Prerelease),
            "Metadata" => Get(name, () => v.Metadata),
            "Original" => Get(name, () => v.Original),
            "String" => Get(name, () => v.ToString()),
            "IncMajor" => Get(name, () => Plain(v with { Major = v.Major + 1, Minor = 0, Patch = 0, Prerelease = "", Metadata = "" })),
            "IncMinor" => Get(name, () => Plain(v with { Minor = v.Minor + 1, Patch = 0, Prerelease = "", Metadata = "" })),
            "IncPatch" => Get(name, () => Plain(v.Prerelease.Length > 0 ? v with { Prerelease = "", Metadata = "" } : v with { Patch = v.Patch + 1, Metadata = "" })),
            "SetPrerelease" => Change(name, s => v with { Prerelease = s }),
            "SetMetadata" => Change(name, s => v with { Metadata = s }),
            "Compare" => Other(name, o => GoInt.Box(v.OrderTo(o))),
            "Equal" => Other(name, o => v.OrderTo(o) == 0),
            "LessThan" => Other(name, o => v.OrderTo(o) < 0),
            "LessThanEqual" => Other(name, o => v.OrderTo(o) <= 0),
            "GreaterThan" => Other(name, o => v.OrderTo(o) > 0),
            "GreaterThanEqual" => Other(name, o => v.OrderTo(o) >= 0),
            _ => null,
        };
    }

    private static GoFunction Get(string name, Func<object?> get) => new(name, [], variadic: false, (_, _) => get());

    private static GoFunction Other(string name, Func<SemverVersion, object?> compare) =>
        new(name, [VersionType], variadic: false, (_, a) => compare((a[0] as SemverValue ?? throw FunctionException.Panic("invalid memory address or nil pointer dereference")).Version));

    private static SemverValue Plain(SemverVersion v)
    {
        var value = v with { Original = "" };
        return new SemverValue(value with { Original = value.ToString() }) { isPlain = true };
    }

    private static GoFunction Change(string name, Func<string, SemverVersion> change) =>
        new(name, [GoTypes.String], variadic: false, (_, a) => Plain(change((string)a[0]!)));
}
