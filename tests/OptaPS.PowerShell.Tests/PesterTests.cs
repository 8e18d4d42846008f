using OptaPS.Testing;

namespace OptaPS.PowerShell.Tests;

/// <summary>The Pester files of the repository's pester folder: whole sessions, each with a sandbox of its own.</summary>
public sealed class SessionPesterTests(SessionPesterTests.Sessions run) : IClassFixture<SessionPesterTests.Sessions>
{
    public static TheoryData<string> Files => PesterRun.Files("");

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void PesterFile_Passes(string file) => run.AssertPassed(file);

    public sealed class Sessions() : PesterRun("");
}

/// <summary>The Pester files of pester/cmdlets: one file for each cmdlet, all in one shell that shares one sandbox.</summary>
public sealed class CmdletPesterTests(CmdletPesterTests.Cmdlets run) : IClassFixture<CmdletPesterTests.Cmdlets>
{
    public static TheoryData<string> Files => PesterRun.Files("cmdlets");

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void PesterFile_Passes(string file) => run.AssertPassed(file);

    public sealed class Cmdlets() : PesterRun("cmdlets");
}
