using System.Text.Json;
using OptaPS.Diagnostics;

namespace OptaPS.Contracts.Tests;

/// <summary>Text of others loses what a build system would take as a command.</summary>
public sealed class LogCommandsTests
{
    [Theory]
    [InlineData("a ##vso[task.complete]b", "a ##vso(task.complete]b")]
    [InlineData("##VSO[x]", "##vso(x]")]
    [InlineData("##[error]x", "##(error]x")]
    [InlineData("::error::x", ";:error::x")]
    [InlineData("a\n  ::error::x\r\n::y", "a\n  ;:error::x\r\n;:y")]
    [InlineData("a::b", "a::b")]
    public void Defuse_BreaksTheMarks(string text, string expected) => Assert.Equal(expected, LogCommands.Defuse(text));

    [Fact]
    public void DefuseLine_GivesOneLine() => Assert.Equal("a  ::b", LogCommands.DefuseLine("a\r\n::b"));

    [Fact]
    public void DefuseJson_KeepsTheValues()
    {
        const string Value = "##vso[a] ##[b] ##VSO[c] [d]";
        var json = LogCommands.DefuseJson(JsonSerializer.Serialize(new[] { Value }));
        Assert.DoesNotContain("##vso[", json, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("##[", json, StringComparison.Ordinal);
        Assert.Equal(Value, JsonSerializer.Deserialize<string[]>(json)![0]);
    }
}
