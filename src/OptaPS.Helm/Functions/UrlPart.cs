namespace OptaPS.Helm.Functions;

/// <summary>Parts of a URL, which differ in the characters that need escaping.</summary>
internal enum UrlPart
{
    Path,
    Host,
    User,
    Query,
    Fragment,
}
