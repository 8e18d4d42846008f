namespace OptaPS.Engine.Generated;

/// <summary>A certificate that was made.</summary>
internal sealed record IssuedCertificate(string Pem, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
