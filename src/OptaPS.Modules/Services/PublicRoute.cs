using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Configuration.Values;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Services;

/// <summary>One public address of a service.</summary>
/// <param name="Host">The host, or empty for all.</param>
/// <param name="Path">The path prefix, beginning with a slash.</param>
internal sealed record PublicRoute(string Host, string Path)
{
    /// <summary>The routes that <c>public_uri</c> gives.</summary>
    public static IReadOnlyList<PublicRoute> Read(ModuleContext context)
    {
        var written = context.Inputs["public_uri"] switch
        {
            null => [],
            ConfigList list => list.Items,
            var one => [one],
        };
        return [.. written.Select(value => Resolve(context, value)).OfType<string>().Select(Parse)];
    }

    /// <summary>The route in the chart's values.</summary>
    public JsonObject ToValues(string module, bool keepPrefix, long port) => new()
    {
        ["name"] = $"{module}-{Digest()}",
        ["host"] = Host,
        ["path"] = Path,
        ["keepPrefix"] = keepPrefix,
        ["port"] = port,
    };

    private static string? Resolve(ModuleContext context, ConfigValue value)
    {
        var text = context.Resolver.Resolve(value);
        if (!ExpressionReader.IsExpression(text))
            return text?.ToString();
        context.Refuse("public_uri", "A public address that is only known at apply", "Write the host itself, or apply the environment first and refer to its outputs.");
        return null;
    }

    private static PublicRoute Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        var path = slash < 0 ? "/" : text[slash..].TrimEnd('/');
        return new PublicRoute(host is "*" or "all" ? "" : host, path.Length == 0 ? "/" : path);
    }

    private string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Host + Path)))[..8];
}
