using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OptaPS.Sandbox.Kubernetes.Validation;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>The functions of the Kubernetes libraries for addresses, networks, URLs and quantities, and the rarer ones for texts and times; null for others.</summary>
internal static class CelLibrary
{
    public static object? Call(string name, IReadOnlyList<object?> arguments) => (name, arguments) switch
    {
        ("ip", [string text]) => AddressRules.IsIp(text) ? IPAddress.Parse(text) : throw new CelException($"IP Address \"{text}\" parse error during conversion from string"),
        ("cidr", [string text]) => CelNetwork.Read(text) ?? throw new CelException($"network address parse error during conversion from string: {text}"),
        ("url", [string text]) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new CelException($"URL parse error during conversion from string: {text}"),
        _ => null
    };

    public static object? Method(string name, object? target, IReadOnlyList<object?> arguments) => target switch
    {
        IPAddress address => Address(name, address),
        CelNetwork network => Network(name, network, arguments),
        Uri url => Url(name, url),
        CelFormat format when name == "validate" && arguments is [string text] => format.Validate(text),
        double amount => Quantity(name, amount, arguments),
        string text => Text(name, text, arguments),
        DateTimeOffset time => Time(name, time),
        TimeSpan span when name == "getMilliseconds" => (long)span.TotalMilliseconds,
        _ => null
    };

    private static object? Address(string name, IPAddress address) => name switch
    {
        "family" => address.AddressFamily == AddressFamily.InterNetworkV6 ? 6L : 4L,
        "isUnspecified" => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any),
        "isLoopback" => IPAddress.IsLoopback(address),
        "isGlobalUnicast" => !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast) && !AddressRules.NotSpecial(address.ToString()).Any(),
        _ => null
    };

    private static object? Network(string name, CelNetwork network, IReadOnlyList<object?> arguments) => (name, arguments) switch
    {
        ("ip", []) => network.Address,
        ("prefixLength", []) => (long)network.Bits,
        ("masked", []) => network.Masked,
        ("containsIP", [IPAddress other]) => network.Contains(other),
        ("containsIP", [string text]) => AddressRules.IsIp(text) && network.Contains(IPAddress.Parse(text)),
        ("containsCIDR", [CelNetwork other]) => network.Contains(other),
        ("containsCIDR", [string text]) => CelNetwork.Read(text) is { } read && network.Contains(read),
        _ => null
    };

    private static object? Url(string name, Uri url) => name switch
    {
        "getScheme" => url.Scheme,
        "getHost" => url.IsDefaultPort && !url.OriginalString.Contains(url.Host + ":", StringComparison.OrdinalIgnoreCase) ? url.Host : url.Authority,
        "getHostname" => url.Host,
        "getPort" => url.IsDefaultPort ? "" : url.Port.ToString(CultureInfo.InvariantCulture),
        "getEscapedPath" => url.AbsolutePath,
        "getQuery" => Query(url.Query),
        _ => null
    };

    private static Dictionary<string, object?> Query(string text)
    {
        var found = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var pair in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = pair.Split('=', 2);
            var key = Uri.UnescapeDataString(words[0]);
            if (!found.TryGetValue(key, out var values))
                found[key] = values = new List<object?>();
            ((List<object?>)values!).Add(words.Length > 1 ? Uri.UnescapeDataString(words[1].Replace('+', ' ')) : "");
        }

        return found;
    }

    private static object? Quantity(string name, double amount, IReadOnlyList<object?> arguments) => (name, arguments) switch
    {
        ("sign", []) => (long)Math.Sign(amount),
        ("isInteger", []) => amount == Math.Floor(amount) && Math.Abs(amount) < 9.3e18,
        ("asInteger", []) => amount == Math.Floor(amount) ? (long)amount : throw new CelException("cannot convert value to integer"),
        ("asApproximateFloat", []) => amount,
        ("add", [double other]) => amount + other,
        ("add", [long other]) => amount + other,
        ("sub", [double other]) => amount - other,
        ("sub", [long other]) => amount - other,
        _ => null
    };

    private static object? Text(string name, string text, IReadOnlyList<object?> arguments) => (name, arguments) switch
    {
        ("charAt", [long at]) => at < 0 || at > text.Length ? throw new CelException("index out of range: " + at) : at == text.Length ? "" : text[(int)at].ToString(),
        ("indexOf", [string part, long from]) => (long)text.IndexOf(part, (int)Math.Clamp(from, 0, text.Length), StringComparison.Ordinal),
        ("split", [string part, long limit]) => limit == 0 ? new List<object?>() : text.Split(part, limit < 0 ? int.MaxValue : (int)limit).Cast<object?>().ToList(),
        ("format", [IList values]) => Format(text, values),
        _ => null
    };

    private static string Format(string text, IList values)
    {
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            if (text[++i] == '%')
            {
                result.Append('%');
                continue;
            }

            if (next >= values.Count)
                throw new CelException($"index {next} out of range");
            var value = values[next++];
            result.Append(text[i] switch
            {
                's' or 'd' => CelValues.Text(value),
                'x' when value is long number => number.ToString("x", CultureInfo.InvariantCulture),
                'X' when value is long number => number.ToString("X", CultureInfo.InvariantCulture),
                'b' when value is long number => number.ToString("b", CultureInfo.InvariantCulture),
                _ => throw new CelException($"OPTA8005 the sandbox does not format %{text[i]}") { IsUnsupported = true }
            });
        }

        return result.ToString();
    }

    private static object? Time(string name, DateTimeOffset time) => name switch
    {
        "getMonth" => (long)time.UtcDateTime.Month - 1,
        "getDate" => (long)time.UtcDateTime.Day,
        "getDayOfWeek" => (long)time.UtcDateTime.DayOfWeek,
        "getHours" => (long)time.UtcDateTime.Hour,
        "getMinutes" => (long)time.UtcDateTime.Minute,
        "getSeconds" => (long)time.UtcDateTime.Second,
        "getMilliseconds" => (long)time.UtcDateTime.Millisecond,
        _ => null
    };
}
