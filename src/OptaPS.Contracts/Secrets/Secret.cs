using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace OptaPS.Secrets;

/// <summary>A sensitive text that cannot be printed, serialised or compared by accident: every rendering gives <see cref="Mask"/>.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret : IEquatable<Secret>
{
    /// <summary>What is shown instead of the value.</summary>
    public const string Mask = "(sensitive)";

    private readonly string value;

    /// <summary>Wraps <paramref name="value"/>.</summary>
    public Secret(string value) => this.value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>Gives the clear text. Call it only where the value is sent or encrypted.</summary>
    public string Reveal() => value;

    /// <summary>Compares in time that does not depend on where the texts differ.</summary>
    public bool Equals(Secret? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value), Encoding.UTF8.GetBytes(other.value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns <see cref="Mask"/>.</summary>
    public override string ToString() => Mask;
}
