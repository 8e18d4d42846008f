using OptaPS.Clouds.Aws.Services;
using OptaPS.Clouds.Aws.Types;
using OptaPS.Clouds.Dns;
using OptaPS.Engine.Preflight;

namespace OptaPS.Clouds.Aws.Preflight;

/// <summary>What every check works with.</summary>
/// <param name="Clients">The service clients.</param>
/// <param name="Account">The account and region.</param>
/// <param name="Types">The type table.</param>
/// <param name="Time">The clock.</param>
/// <param name="Variable">The user's environment variables.</param>
/// <param name="Dns">Public DNS.</param>
internal sealed record AwsCheck(AwsClients Clients, AwsAccount Account, AwsTypeTable Types, TimeProvider Time, Func<string, string?> Variable, NameServerLookup Dns)
{
    /// <summary>Writes a number of something, for example <c>2 free of 5</c>.</summary>
    public static string Free(int free, int of) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{free} free of {of}");

    /// <summary>A finding of a check that passed.</summary>
    public static PreflightFinding Passed(string name, string message, string measured = "", string needed = "") =>
        new(name, PreflightStatus.Passed, message) { Measured = measured, Needed = needed };
}
