namespace OptaPS.Objects;

/// <summary>A link to the web page of a running sandbox. It works once and for a minute.</summary>
/// <param name="Name">Name of the sandbox.</param>
/// <param name="Url">The address with a code in its fragment, which a browser does not send on.</param>
public sealed record SandboxPage(string Name, Uri Url);
