using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OptaPS.Helm.Functions;

/// <summary>The alternative names of a certificate as Go writes them: any ASCII text is a host name, however long its parts are.</summary>
internal static class AlternativeNames
{
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    /// <summary>The extension, hosts first.</summary>
    /// <exception cref="FunctionException">A name is no text, or an address is none.</exception>
    public static X509Extension Of(List<object?> addresses, List<object?> hosts)
    {
        var ips = addresses.ConvertAll(Ip);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var host in hosts)
            {
                var text = host as string ?? throw new FunctionException($"error processing alternate dns name: {GoPrinter.ToText(host)} is not a string");
                if (!GoText.IsAscii(text))
                {
                    throw new FunctionException($"error creating certificate: x509: {GoQuote.Quote(text)} cannot be encoded as an IA5String");
                }
                writer.WriteCharacterString(UniversalTagNumber.IA5String, text, DnsName);
            }
            ips.ForEach(ip => writer.WriteOctetString(ip, Address));
        }
        return new X509Extension(new Oid("2.5.29.17"), writer.Encode(), critical: false);
    }

    private static byte[] Ip(object? value)
    {
        var text = value as string ?? throw new FunctionException($"error parsing ip: {GoPrinter.ToText(value)} is not a string");
        return Parse(text)?.GetAddressBytes() ?? throw new FunctionException("error parsing ip: " + text);
    }

    /// <summary>Go's rules: four decimal numbers without leading zeros, or IPv6 without brackets and zone.</summary>
    private static IPAddress? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            var isPlain = text.AsSpan().IndexOfAny("%[]/") < 0 && IPAddress.TryParse(text, out _);
            return !isPlain ? null : IPAddress.Parse(text) is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : IPAddress.Parse(text);
        }
        var parts = text.Split('.');
        var isDotted = parts.Length == 4 && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _) && (part.Length == 1 || part[0] != '0'));
        return isDotted ? IPAddress.Parse(text) : null;
    }
}
