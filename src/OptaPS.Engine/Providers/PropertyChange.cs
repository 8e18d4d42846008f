using System.Text.Json.Nodes;

namespace OptaPS.Engine.Providers;

/// <summary>One property that is to change.</summary>
/// <param name="Path">JSON pointer.</param>
/// <param name="Before">The live (or else recorded) value; null when absent; masked when sensitive.</param>
/// <param name="After">The desired value; null when it is to be removed; masked when sensitive.</param>
public sealed record PropertyChange(string Path, JsonNode? Before, JsonNode? After)
{
    /// <summary>True when this change forces a replacement.</summary>
    public bool ForcesReplace { get; init; }

    /// <summary>True when the live value was changed outside OptaPS since the last apply.</summary>
    public bool Drift { get; init; }

    /// <summary>Who set the live value, where the system says so (the field manager of a Kubernetes object); else null.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>True when <see cref="After"/> is not known before the apply.</summary>
    public bool Unknown { get; init; }

    /// <summary>True when the values are masked.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Where the desired value comes from, when known (file position or overlay entry).</summary>
    public string? Source { get; init; }
}
