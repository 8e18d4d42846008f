using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using OptaPS.Agents;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations;
using OptaPS.Secrets;

namespace OptaPS.Contracts.Tests.Agents;

/// <summary>What build systems are told: logging commands that nothing can break out of, JUnit files, summaries, variables.</summary>
public sealed class AgentTests
{
    private static readonly Diagnostic Wrong = new("OPTA1201", Severity.Error, "There is no ]type; 'x'\n##vso[task.complete result=Succeeded]100%")
    {
        Location = new SourceLocation("envs/a;b].yaml", 7, 11),
        Remedy = "Correct it.",
    };

    [Fact]
    public void Issue_StaysOneCommandOnOneLine()
    {
        var line = AgentCommands.Issue(Wrong);
        Assert.StartsWith("##vso[task.logissue type=error;sourcepath=envs/a%3Bb%5D.yaml;linenumber=7;columnnumber=11;code=OPTA1201;]", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Equal(line.LastIndexOf("##vso[", StringComparison.Ordinal), line.IndexOf("##vso[", StringComparison.Ordinal));
        Assert.EndsWith("100%AZP25 Correct it.", line, StringComparison.Ordinal);
    }

    [Fact]
    public void SecretVariable_IsMaskedBeforeItIsWritten()
    {
        var output = new OutputValue("staging", null, "db-password", Secret.Mask, Sensitive: true) { Secret = new Secret("\"one\\ntwo\"") };
        Assert.Equal(
            ["##vso[task.setsecret]one", "##vso[task.setsecret]two", "##vso[task.setvariable variable=opta_db_password;isOutput=true;issecret=true;]one%0Atwo"],
            OutputVariables.Commands(output));
        Assert.Empty(OutputVariables.Commands(output with { Secret = null }));
        Assert.Equal(["##vso[task.setvariable variable=opta_port;isOutput=true;]5432"], OutputVariables.Commands(new OutputValue("staging", null, "port", "5432", Sensitive: false)));
        Assert.DoesNotContain("one", System.Text.Json.JsonSerializer.Serialize(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("True", null, true)]
    [InlineData("True", "off", false)]
    [InlineData(null, null, false)]
    public void Settings_AreQuietElsewhere(string? build, string? commands, bool expected)
    {
        var settings = AgentSettings.Read(name => name switch { "TF_BUILD" => build, "OPTA_PIPELINE_COMMANDS" => commands, "AGENT_TEMPDIRECTORY" => "/agent/temp", _ => null });
        Assert.Equal(expected, settings.Commands);
        Assert.Equal(build is null ? null : Path.Combine("/agent/temp", "opta-results"), settings.ResultFolder);
    }

    // The part of the JUnit format (junit-10 of the Jenkins xUnit plug-in) that result readers agree on.
    private const string JUnitSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:element name="testsuites"><xs:complexType><xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
          <xs:element name="testsuite"><xs:complexType><xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
            <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/><xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="skipped" type="xs:nonNegativeInteger"/><xs:attribute name="time" type="xs:decimal" use="required"/></xs:complexType></xs:element>
          <xs:element name="testcase"><xs:complexType><xs:choice minOccurs="0"><xs:element name="failure"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
            <xs:attribute name="message" type="xs:string" use="required"/><xs:attribute name="type" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:choice>
            <xs:attribute name="classname" type="xs:string" use="required"/><xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="time" type="xs:decimal" use="required"/></xs:complexType></xs:element>
        </xs:schema>
        """;

    [Fact]
    public void JUnitFile_IsValid()
    {
        using var output = new StringWriter();
        JUnitReport.Write(output, "OptaPS: Apply", [new ReportCase("a <b> & \"c\"\u0001", Failure: null, TimeSpan.FromSeconds(1234.5)), new ReportCase("d", "no\u0000\nmore ]]> lines", TimeSpan.Zero)]);
        var schemas = new XmlSchemaSet();
        schemas.Add("", XmlReader.Create(new StringReader(JUnitSchema)));
        var problems = new List<string>();
        XDocument.Parse(output.ToString()).Validate(schemas, (_, e) => problems.Add(e.Message));
        Assert.Empty(problems);
    }

    [Fact]
    public void Session_GroupsStepsAndWritesResults()
    {
        var folder = Directory.CreateTempSubdirectory("opta-agent").FullName;
        try
        {
            var lines = new List<string>();
            var session = AgentSession.Begin(new AgentSettings(Commands: true, folder), "OptaPS: Apply env.yaml", new Silent(), lines.Add);
            session.Report(new StepEvent(StepPhase.Started, "base/vpc", "create") { Total = 4 });
            session.Report(new StepEvent(StepPhase.Done, "base/vpc", "create") { Completed = 1, Total = 4, Elapsed = TimeSpan.FromSeconds(2) });
            session.Report(new StepEvent(StepPhase.Done, "base/key", "create") { Completed = 1, Total = 4 });
            session.Report(new StepEvent(StepPhase.Failed, "base/nat", "create") { Completed = 2, Total = 4, Message = "quota\u0001 <used up>" });
            session.Fail([Wrong, Wrong]);
            session.End(null);

            Assert.Equal("##[group]OptaPS: Apply env.yaml", lines[0]);
            Assert.Equal(["##vso[task.setprogress value=0;]0 of 4", "##vso[task.setprogress value=25;]1 of 4", "##vso[task.setprogress value=50;]2 of 4"], lines.Where(l => l.Contains("setprogress", StringComparison.Ordinal)));
            Assert.Equal("##[endgroup]", lines[4]);
            Assert.Single(lines, l => l.Contains("task.logissue", StringComparison.Ordinal));
            var summary = Assert.Single(lines, l => l.StartsWith("##vso[task.uploadsummary]", StringComparison.Ordinal))["##vso[task.uploadsummary]".Length..];
            Assert.Contains("| create base/nat | failed: quota\u0001 &lt;used up> | 0.0 s |", File.ReadAllText(summary), StringComparison.Ordinal);

            var suite = XDocument.Load(Assert.Single(Directory.GetFiles(folder, "TEST-opta-*.xml"))).Root!.Element("testsuite")!;
            Assert.Equal("3", suite.Attribute("tests")!.Value);
            Assert.Equal("1", suite.Attribute("failures")!.Value);
            Assert.Equal("quota <used up>", suite.Elements("testcase").Last().Element("failure")!.Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Session_SaysNothingWhenNothingHappened()
    {
        var lines = new List<string>();
        AgentSession.Begin(new AgentSettings(Commands: true, "/nowhere"), "OptaPS: Get environment", new Silent(), lines.Add).End(new List<EnvironmentInfo>());
        Assert.Empty(lines);
    }

    [Fact]
    public void Session_PassesEveryQuestionOn()
    {
        // A member with a default in the interface would be answered here, and a policy script never asked.
        var map = typeof(AgentSession).GetInterfaceMap(typeof(IOperationSink));
        Assert.All(map.TargetMethods, method => Assert.Equal(typeof(AgentSession), method.DeclaringType));
    }

    [Fact]
    public void Session_MakesAFailedCheckACase()
    {
        var folder = Directory.CreateTempSubdirectory("opta-agent").FullName;
        try
        {
            var session = AgentSession.Begin(new AgentSettings(Commands: false, folder), "OptaPS: Test environment", new Silent(), _ => Assert.Fail("quiet"));
            session.End(new List<CheckResult> { new("a.yaml", "Schema", Passed: true), new("b.yaml", "Schema", Passed: false) { Diagnostic = Wrong } });
            var suite = XDocument.Load(Assert.Single(Directory.GetFiles(folder, "*.xml"))).Root!.Element("testsuite")!;
            Assert.Equal(["Schema a.yaml", "Schema b.yaml"], suite.Elements("testcase").Select(c => c.Attribute("name")!.Value));
            Assert.Equal("1", suite.Attribute("failures")!.Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Silent : IOperationSink
    {
        public void Report(StepEvent step)
        {
        }

        public void Report(Diagnostic diagnostic)
        {
        }

        public void Detail(string message)
        {
        }

        public ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }
}
