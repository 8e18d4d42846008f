namespace OptaPS.Helm.Rendering;

/// <summary>Bounds of one rendering.</summary>
public sealed record RenderLimits
{
    /// <summary>60 s and 256 Mi characters.</summary>
    public static RenderLimits Default { get; } = new();

    /// <summary>Longest time. It ends the rendering only when the process was at work, and not waiting, for half of it.</summary>
    public TimeSpan MaximumTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most characters of text that all templates together make, intermediate text included.</summary>
    public long MaximumCharacters { get; init; } = 256L * 1024 * 1024;

    /// <summary>Stack of the rendering thread in bytes; it bounds how deep templates can call each other.</summary>
    public int StackSize { get; init; } = 256 * 1024 * 1024;
}
