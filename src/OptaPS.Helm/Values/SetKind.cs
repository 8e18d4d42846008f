namespace OptaPS.Helm.Values;

/// <summary>The flags that set single values.</summary>
internal enum SetKind
{
    /// <summary>--set: true, false, null and whole numbers have their types.</summary>
    Typed,

    /// <summary>--set-string: always text.</summary>
    String,

    /// <summary>--set-file: the value is the path of a file.</summary>
    File,

    /// <summary>--set-json: the value is JSON.</summary>
    Json,

    /// <summary>--set-literal: everything after the equals sign is text.</summary>
    Literal,
}
