namespace OptaPS.Engine.State;

/// <summary>What is known about a recorded resource.</summary>
public enum RecordStatus
{
    /// <summary>A create is intended and may have been sent; the resource may or may not exist.</summary>
    Intended,

    /// <summary>It exists as recorded.</summary>
    Ready,

    /// <summary>It exists but is broken (its create failed half way); it will be replaced.</summary>
    Tainted,
}
