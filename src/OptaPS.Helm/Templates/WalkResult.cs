namespace OptaPS.Helm.Templates;

/// <summary>How a walk through a node ended.</summary>
internal enum WalkResult
{
    Done,
    Break,
    Continue,
}
