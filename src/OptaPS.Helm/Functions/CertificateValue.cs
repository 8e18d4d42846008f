namespace OptaPS.Helm.Functions;

/// <summary>What the certificate functions give: a certificate and its key as PEM.</summary>
internal sealed class CertificateValue(string certificate, string key) : GoObject
{
    public static readonly GoType CertificateType = new("sprig.certificate", GoKind.Struct);

    public string Certificate => certificate;

    public string Key => key;

    public override GoType Type => CertificateType;

    public override IReadOnlyList<KeyValuePair<string, object?>> Fields { get; } = [new("Cert", certificate), new("Key", key)];
}
