using System.Text.Json.Nodes;

namespace OptaPS.Configuration.Values;

/// <summary>One part of a <see cref="ConfigText"/>. The set of kinds is closed.</summary>
public abstract record TextSegment
{
    private protected TextSegment()
    {
    }

    /// <summary>Gives the part as a JSON object with a <c>kind</c>.</summary>
    public abstract JsonObject ToJson();
}
