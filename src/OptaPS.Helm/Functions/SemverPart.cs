using System.Text.RegularExpressions;

namespace OptaPS.Helm.Functions;

/// <summary>One comparison of a version range.</summary>
internal sealed record SemverPart(string Operator, SemverVersion Version, bool IsPartial, bool AnyMinor, bool AnyPatch)
{
    public static SemverPart Create(Match m)
    {
        var text = m.Groups[2].Value;
        string major = m.Groups[3].Value, minor = m.Groups[4].Value, patch = m.Groups[5].Value, pre = m.Groups[6].Value;
        bool partial = false, anyMinor = false, anyPatch = false;
        if (IsWild(major))
        {
            text = "0.0.0" + pre;
            partial = true;
        }
        else if (IsWild(minor.TrimStart('.')))
        {
            anyMinor = partial = true;
            text = major + ".0.0" + pre;
        }
        else if (IsWild(patch.TrimStart('.')))
        {
            partial = anyPatch = true;
            text = major + minor + ".0" + pre;
        }
        return SemverVersion.TryParse(text, out var version)
            ? new SemverPart(m.Groups[1].Value, version, partial, anyMinor, anyPatch)
            : throw new FunctionException("constraint parser error");
    }

    public bool Check(SemverVersion v, bool allowPrerelease)
    {
        if (v.Prerelease.Length > 0 && !allowPrerelease)
        {
            return false;
        }
        return Operator switch
        {
            "" or "=" => IsPartial ? Tilde(v) : v.OrderTo(Version) == 0,
            "!=" => NotEqual(v),
            ">" => Greater(v),
            "<" => v.OrderTo(Version) < 0,
            ">=" or "=>" => v.OrderTo(Version) >= 0,
            "<=" or "=<" => LessOrEqual(v),
            "~" or "~>" => Tilde(v),
            _ => Caret(v),
        };
    }

    private static bool IsWild(string part) => part is "" or "x" or "X" or "*";

    private bool NotEqual(SemverVersion v)
    {
        if (IsPartial)
        {
            if (Version.Major != v.Major)
            {
                return true;
            }
            if (AnyMinor)
            {
                return false;
            }
            if (Version.Minor != v.Minor)
            {
                return true;
            }
            if (AnyPatch)
            {
                return (v.Prerelease.Length > 0 || Version.Prerelease.Length > 0) && SemverVersion.ComparePrerelease(v.Prerelease, Version.Prerelease) != 0;
            }
            if (Version.Patch != v.Patch)
            {
                return true;
            }
        }
        return v.OrderTo(Version) != 0;
    }

    private bool Greater(SemverVersion v)
    {
        if (!IsPartial)
        {
            return v.OrderTo(Version) > 0;
        }
        if (v.Major != Version.Major)
        {
            return v.Major > Version.Major;
        }
        if (AnyMinor)
        {
            return false;
        }
        return AnyPatch ? v.Minor > Version.Minor : v.OrderTo(Version) > 0;
    }

    private bool LessOrEqual(SemverVersion v)
    {
        if (!IsPartial)
        {
            return v.OrderTo(Version) <= 0;
        }
        return v.Major <= Version.Major && (v.Major != Version.Major || v.Minor <= Version.Minor || AnyMinor);
    }

    private bool Tilde(SemverVersion v)
    {
        if (v.OrderTo(Version) < 0)
        {
            return false;
        }
        if (Version is { Major: 0, Minor: 0, Patch: 0 } && !AnyMinor && !AnyPatch)
        {
            return true;
        }
        return v.Major == Version.Major && (v.Minor == Version.Minor || AnyMinor);
    }

    private bool Caret(SemverVersion v)
    {
        if (v.OrderTo(Version) < 0)
        {
            return false;
        }
        if (Version.Major > 0 || AnyMinor)
        {
            return v.Major == Version.Major;
        }
        if (v.Major > 0)
        {
            return false;
        }
        if (Version.Minor > 0 || AnyPatch)
        {
            return v.Minor == Version.Minor;
        }
        return v.Minor == 0 && Version.Patch == v.Patch;
    }
}
