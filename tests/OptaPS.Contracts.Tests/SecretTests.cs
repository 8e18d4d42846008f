using System.Text.Json;
using OptaPS.Secrets;

namespace OptaPS.Contracts.Tests;

public sealed class SecretTests
{
    private readonly Secret secret = new("hunter2-very-secret");

    [Fact]
    public void EveryRendering_GivesTheMask()
    {
        Assert.Equal(Secret.Mask, secret.ToString());
        Assert.Equal(Secret.Mask, $"{secret}");
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(new { secret }), StringComparison.Ordinal);
    }

    [Fact]
    public void ClearJson_IsRefused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Secret>("\"x\""));

    [Fact]
    public void Equality_IsByValue()
    {
        Assert.Equal(new Secret("a"), new Secret("a"));
        Assert.NotEqual(new Secret("a"), new Secret("b"));
    }

    [Fact]
    public void PublicProperties_DoNotLeak() =>
        Assert.DoesNotContain(typeof(Secret).GetProperties(), property => property.GetIndexParameters().Length == 0 && Equals(property.GetValue(secret), secret.Reveal()));
}
