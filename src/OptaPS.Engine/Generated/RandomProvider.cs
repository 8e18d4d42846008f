using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Generated;

/// <summary>
/// <c>random:password</c>: <c>length</c> (default 32), <c>symbols</c> (default false, the set <c>-_.~</c> that needs no escaping anywhere) gives a secret <c>result</c>.
/// <c>random:id</c>: <c>bytes</c> (default 4) gives <c>hex</c>, which is no secret. <c>keepers</c>: a change makes a new value.
/// </summary>
internal sealed class RandomProvider : GeneratedProvider
{
    private const int LeastLength = 8;
    private const int MostLength = 512;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string Symbols = "-_.~";

    public override string Name => "random";

    protected override IReadOnlyDictionary<string, ResourceTraits> Types { get; } = new Dictionary<string, ResourceTraits>(StringComparer.Ordinal)
    {
        ["password"] = new()
        {
            CreateOnly = ["/length", "/symbols", "/keepers"],
            SensitiveOutputs = ["/result"],
            UsualCreate = TimeSpan.Zero,
            UsualDelete = TimeSpan.Zero,
            MaxConcurrency = 64,
        },
        ["id"] = new() { CreateOnly = ["/bytes", "/keepers"], UsualCreate = TimeSpan.Zero, UsualDelete = TimeSpan.Zero, MaxConcurrency = 64 },
    };

    protected override JsonObject Generate(CreateRequest request) => request.TypeName == "id"
        ? new JsonObject { ["hex"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Number(request.Desired, "bytes", 4))) }
        : new JsonObject { ["result"] = Password(Number(request.Desired, "length", 32), request.Desired["symbols"]?.GetValue<bool>() ?? false) };

    protected override IEnumerable<string> Check(string typeName, JsonObject desired)
    {
        var (name, least, most, usual) = typeName == "id" ? ("bytes", 1, 64, 4) : ("length", LeastLength, MostLength, 32);
        if (!ExpressionReader.IsExpression(desired[name]) && (desired[name] is { } given && given.GetValueKind() != JsonValueKind.Number || Number(desired, name, usual) is var number && (number < least || number > most)))
            yield return $"'{name}' must be a number from {least} to {most}.";
    }

    private static string Password(int length, bool symbols)
    {
        var all = Letters + Digits + (symbols ? Symbols : "");
        while (true)
        {
            // A letter first, because some systems want it; again until a digit (and a symbol) is in it.
            var text = RandomNumberGenerator.GetString(Letters, 1) + RandomNumberGenerator.GetString(all, length - 1);
            if (text.AsSpan().ContainsAny(Digits) && (!symbols || text.AsSpan().ContainsAny(Symbols)))
                return text;
        }
    }

    private static int Number(JsonObject desired, string name, int usual) =>
        desired[name] is { } value && value.GetValueKind() == JsonValueKind.Number ? (int)decimal.Parse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture) : usual;
}
