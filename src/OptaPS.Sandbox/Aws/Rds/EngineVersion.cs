using System.Xml.Linq;

namespace OptaPS.Sandbox.Aws.Rds;

/// <summary>A version of a database engine that can be created.</summary>
internal sealed record EngineVersion(string Engine, string Version, string Family)
{
    public IEnumerable<object?> Write(XNamespace space) =>
    [
        new XElement(space + "Engine", Engine),
        new XElement(space + "EngineVersion", Version),
        new XElement(space + "DBParameterGroupFamily", Family),
        new XElement(space + "Status", "available")
    ];
}
