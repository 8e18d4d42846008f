using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Rds;

/// <summary>RDS, Query of 2014-10-31: reads of databases, which DocumentDB shares.</summary>
internal sealed class RdsService(CloudWorld world) : IAwsService
{
    private static readonly XNamespace Space = "http://rds.amazonaws.com/doc/2014-10-31/";
    private static readonly string[] Clusters = ["AWS::RDS::DBCluster", "AWS::DocDB::DBCluster"];
    private static readonly string[] Instances = ["AWS::RDS::DBInstance", "AWS::DocDB::DBInstance"];
    private static readonly string[] SubnetGroups = ["AWS::RDS::DBSubnetGroup", "AWS::DocDB::DBSubnetGroup"];

    public string Name => "rds";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.Query;

    public void Identify(AwsCall call)
    {
        call.Operation = call.Optional("Action") ?? "";
        call.Identifier = call.Optional("DBInstanceIdentifier") ?? call.Optional("DBClusterIdentifier") ?? call.Optional("DBSubnetGroupName") ?? "";
        call.ResourceType = call.Operation.Contains("Cluster", StringComparison.Ordinal) ? Clusters[0] : call.Operation.Contains("Subnet", StringComparison.Ordinal) ? SubnetGroups[0] : Instances[0];
    }

    public Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        return Task.FromResult(call.Operation switch
        {
            "DescribeDBInstances" => Found(call, Instances, "DBInstanceIdentifier", "DBInstances", "DBInstance", i => $"DBInstance {i} not found.", "DBInstanceNotFound", Instance),
            "DescribeDBClusters" => Found(call, Clusters, "DBClusterIdentifier", "DBClusters", "DBCluster", i => $"DBCluster {i} not found.", "DBClusterNotFoundFault", Cluster),
            "DescribeDBSubnetGroups" => Found(call, SubnetGroups, "DBSubnetGroupName", "DBSubnetGroups", "DBSubnetGroup", i => $"DB subnet group '{i}' does not exist.", "DBSubnetGroupNotFoundFault", SubnetGroup),
            "DescribeDBEngineVersions" => QueryReply.Of(call, Space, QueryReply.List(Space, "DBEngineVersions", "DBEngineVersion", EngineVersions.Find(call.Optional("Engine"), call.Optional("EngineVersion")).Select(v => v.Write(Space)))),
            "ListTagsForResource" => Tags(call),
            _ => throw QueryReply.Unknown(call)
        });
    }

    private AwsReply Found(AwsCall call, string[] types, string member, string list, string element, Func<string, string> missing, string code, Func<CloudResource, IEnumerable<object?>> write)
    {
        var all = types.SelectMany(t => world.All(t, call.Region)).ToList();
        if (call.Optional(member) is { Length: > 0 } id)
        {
            var name = id.StartsWith("arn:", StringComparison.Ordinal) ? id[(id.LastIndexOf(':') + 1)..] : id;
            all = all.Where(r => r.Text(member).Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (all.Count == 0)
            {
                throw AwsException.NotFound(code, missing(id));
            }
        }

        return QueryReply.Of(call, Space, QueryReply.List(Space, list, element, all.Select(write)));
    }

    private AwsReply Tags(AwsCall call)
    {
        var arn = call.Required("ResourceName");
        var resource = Instances.Concat(Clusters).Concat(SubnetGroups).SelectMany(t => world.All(t, call.Region)).FirstOrDefault(r => Arn(r) == arn)
            ?? throw AwsException.NotFound("DBInstanceNotFound", $"The specified resource name does not match an RDS resource in this region.");
        return QueryReply.Of(call, Space, QueryReply.List(Space, "TagList", "Tag", (resource.Model["Tags"] as JsonArray ?? []).Select(t => new object?[] { new XElement(Space + "Key", t!["Key"]!.ToString()), new XElement(Space + "Value", t["Value"]!.ToString()) })));
    }

    private static string Arn(CloudResource r) => r.Text(r.Type.EndsWith("DBCluster", StringComparison.Ordinal) ? "DBClusterArn" : r.Type.EndsWith("DBSubnetGroup", StringComparison.Ordinal) ? "DBSubnetGroupArn" : "DBInstanceArn");

    private static IEnumerable<object?> Instance(CloudResource r) =>
    [
        Member("DBInstanceIdentifier", r.Text("DBInstanceIdentifier")),
        Member("DBInstanceClass", r.Text("DBInstanceClass")),
        Member("Engine", r.Text("Engine")),
        Member("EngineVersion", r.Text("EngineVersion")),
        Member("DBInstanceStatus", Status(r)),
        Member("MasterUsername", r.Text("MasterUsername")),
        Member("DBName", r.Text("DBName")),
        r.State == ResourceState.Creating ? null : new XElement(Space + "Endpoint", Member("Address", r.Text("Endpoint/Address")), Member("Port", r.Text("Endpoint/Port"))),
        Member("AllocatedStorage", r.Text("AllocatedStorage")),
        Member("InstanceCreateTime", QueryReply.Time(r.Created)),
        Member("DBClusterIdentifier", r.Text("DBClusterIdentifier")),
        Member("MultiAZ", r.Text("MultiAZ")),
        Member("StorageEncrypted", r.Text("StorageEncrypted")),
        Member("DeletionProtection", r.Text("DeletionProtection")),
        Member("DBInstanceArn", Arn(r))
    ];

    private static IEnumerable<object?> Cluster(CloudResource r) =>
    [
        Member("DBClusterIdentifier", r.Text("DBClusterIdentifier")),
        Member("Engine", r.Text("Engine")),
        Member("EngineVersion", r.Text("EngineVersion")),
        Member("EngineMode", r.Text("EngineMode")),
        Member("Status", Status(r)),
        Member("MasterUsername", r.Text("MasterUsername")),
        Member("DatabaseName", r.Text("DatabaseName")),
        Member("Endpoint", r.State == ResourceState.Creating ? "" : r.Text("Endpoint/Address") is { Length: > 0 } address ? address : r.Text("Endpoint")),
        Member("ReaderEndpoint", r.Text("ReadEndpoint/Address")),
        Member("Port", r.Text("Port") is { Length: > 0 } port ? port : r.Text("Endpoint/Port")),
        Member("DBSubnetGroup", r.Text("DBSubnetGroupName")),
        Member("StorageEncrypted", r.Text("StorageEncrypted")),
        Member("DeletionProtection", r.Text("DeletionProtection")),
        Member("ClusterCreateTime", QueryReply.Time(r.Created)),
        Member("DBClusterArn", Arn(r))
    ];

    private static IEnumerable<object?> SubnetGroup(CloudResource r) =>
    [
        Member("DBSubnetGroupName", r.Text("DBSubnetGroupName")),
        Member("DBSubnetGroupDescription", r.Text("DBSubnetGroupDescription")),
        Member("SubnetGroupStatus", "Complete"),
        new XElement(Space + "Subnets", PropertyPath.Values(r.Model, "SubnetIds/*").Select(s => new XElement(Space + "Subnet", Member("SubnetIdentifier", s), Member("SubnetStatus", "Active")))),
        Member("DBSubnetGroupArn", Arn(r))
    ];

    private static string Status(CloudResource r) => r.State switch
    {
        ResourceState.Creating => "creating",
        ResourceState.Deleting => "deleting",
        _ => "available"
    };

    private static XElement? Member(string name, string value) => QueryReply.Text(Space, name, value);
}
