using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>limit, continue and resourceVersion of a list request.</summary>
/// <param name="Limit">Largest number of items, 0 for all.</param>
/// <param name="At">Version to read at, null for the newest.</param>
/// <param name="After">Key after which the page starts, or null.</param>
/// <param name="Continued">The request carries a continue token.</param>
internal sealed record ListPage(int Limit, long? At, string? After, bool Continued)
{
    public static ListPage Read(ApiRequest request, long current)
    {
        var limitText = request.Query("limit");
        var limit = 0;
        if (limitText.Length > 0 && !int.TryParse(limitText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out limit))
            throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{limitText}\": invalid syntax");
        var version = request.Query("resourceVersion");
        var match = request.Query("resourceVersionMatch");
        var token = request.Query("continue");
        var list = "meta.k8s.io";
        if (request.Query("timeoutSeconds") is { Length: > 0 } timeout && !long.TryParse(timeout, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{timeout}\": invalid syntax");
        if (request.Query("sendInitialEvents").Length > 0)
            throw Invalid(list, FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        if (match.Length > 0)
        {
            if (match is not ("Exact" or "NotOlderThan"))
                throw Invalid(list, FieldError.NotSupported("resourceVersionMatch", match, "Exact", "NotOlderThan", ""));
            if (version.Length == 0)
                throw Invalid(list, FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
            if (match == "Exact" && version == "0")
                throw Invalid(list, FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
            if (token.Length > 0)
                throw Invalid(list, FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        }

        if (token.Length > 0)
            return FromToken(token, version, limit, current);
        if (version.Length == 0 || version == "0")
            return new ListPage(limit, null, null, false);
        var wanted = ResourceVersions.Parse(version, request.Kind, "list");
        if (wanted > current)
            throw ResourceVersions.TooLarge(wanted, current);
        var exact = match == "Exact" || (match.Length == 0 && limit > 0);
        return new ListPage(limit, exact ? wanted : null, null, false);
    }

    public static string Token(long at, string after) =>
        Base64Url.EncodeToString(JsonText.ToBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = at, ["start"] = after + "\0" }));

    public static ApiException Expired(ListPage page, HistoryExpiredException error, long current)
    {
        if (!page.Continued)
            return ApiErrors.Expired(error.Message);
        return new ApiException(410, "Expired", "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
        {
            ContinueToken = Base64Url.EncodeToString(JsonText.ToBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = -1, ["start"] = (page.After ?? "") + "\0" }))
        };
    }

    private static ListPage FromToken(string token, string version, int limit, long current)
    {
        if (version.Length > 0 && version != "0")
            throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        try
        {
            var parsed = JsonReader.Parse(Base64Url.DecodeFromChars(token));
            if (parsed.Text("v") != "meta.k8s.io/v1")
                throw ApiErrors.BadRequest("continue key is not valid: server does not recognize this encoded version \"" + parsed.Text("v") + "\"");
            var at = parsed.Number("rv") ?? 0;
            if (at == 0)
                throw ApiErrors.BadRequest("continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
            return new ListPage(limit, at < 0 ? null : at, (parsed.Text("start") ?? "").TrimEnd('\0'), true);
        }
        catch (FormatException)
        {
            throw ApiErrors.BadRequest("invalid continue token: continue key is not valid: illegal base64 data at input byte 0");
        }
        catch (System.Text.Json.JsonException)
        {
            throw ApiErrors.BadRequest($"invalid continue token: continue key is not valid: invalid character {Odd(Base64Url.DecodeFromChars(token))} looking for beginning of value");
        }
    }

    /// <summary>The first byte as a quoted character.</summary>
    private static string Odd(byte[] bytes) => bytes.Length == 0 ? "''" : bytes[0] is > 31 and < 127 ? $"'{(char)bytes[0]}'" : $"'\\u{bytes[0]:x4}'";

    private static ApiException Invalid(string group, FieldError error) => ApiErrors.Invalid(group, "ListOptions", "", [error]);
}
