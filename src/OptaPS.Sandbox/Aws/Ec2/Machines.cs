using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Handlers;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Ec2;

/// <summary>Machine types by family and size, their offerings by zone, and the machines that node groups run.</summary>
internal sealed class Machines(CloudWorld world, XNamespace space)
{
    private static readonly string[] Families = ["t3", "t3a", "m5", "m5a", "m6i", "m7i", "c5", "c6i", "c7i", "r5", "r6i", "r7i"];

    private static readonly Dictionary<string, int> Sizes = new(StringComparer.Ordinal)
    {
        ["nano"] = 2, ["micro"] = 2, ["small"] = 2, ["medium"] = 2, ["large"] = 2, ["xlarge"] = 4, ["2xlarge"] = 8, ["4xlarge"] = 16, ["8xlarge"] = 32, ["12xlarge"] = 48, ["16xlarge"] = 64, ["24xlarge"] = 96,
    };

    public XElement Types(AwsCall call)
    {
        var wanted = call.List("InstanceType");
        if (wanted.FirstOrDefault(type => Processors(type) == 0) is { } unknown)
        {
            throw AwsException.BadRequest("InvalidInstanceType", $"The following supplied instance types do not exist: [{unknown}]");
        }

        return new XElement(space + "instanceTypeSet", wanted.Select(type => new XElement(
            space + "item",
            new XElement(space + "instanceType", type),
            new XElement(space + "vCpuInfo", new XElement(space + "defaultVCpus", Processors(type)), new XElement(space + "defaultCores", Processors(type) / 2), new XElement(space + "defaultThreadsPerCore", 2)))));
    }

    public XElement Offerings(AwsCall call)
    {
        var filters = Ec2Filters.Read(call);
        var places = call.Optional("LocationType") == "availability-zone" ? AvailabilityZones.Names(call.Region) : [call.Region];
        var types = Families.SelectMany(family => Sizes.Keys.Select(size => $"{family}.{size}")).Where(type => filters.All(f => f.Key != "instance-type" || f.Value.Contains(type, StringComparer.Ordinal)));
        return new XElement(space + "instanceTypeOfferingSet", types.SelectMany(type => places.Where(place => filters.All(f => f.Key != "location" || f.Value.Contains(place, StringComparer.Ordinal))).Select(place => new XElement(
            space + "item",
            new XElement(space + "instanceType", type),
            new XElement(space + "locationType", call.Optional("LocationType") ?? "region"),
            new XElement(space + "location", place)))));
    }

    public XElement Running(AwsCall call) => new(space + "reservationSet", world.All("AWS::EKS::Nodegroup", call.Region).SelectMany(Instances));

    private static int Processors(string type) =>
        type.Split('.') is [var family, var size] && Families.Contains(family, StringComparer.Ordinal) ? Sizes.GetValueOrDefault(size) : 0;

    private IEnumerable<XElement> Instances(CloudResource group)
    {
        var type = group.Text("InstanceTypes/0") is { Length: > 0 } named ? named : "t3.medium";
        var count = int.TryParse(group.Text("ScalingConfig/DesiredSize"), out var size) ? size : 1;
        return Enumerable.Range(0, count).Select(_ => new XElement(space + "item", new XElement(space + "instancesSet", new XElement(
            space + "item",
            new XElement(space + "instanceType", type),
            new XElement(space + "instanceState", new XElement(space + "name", "running")),
            new XElement(space + "cpuOptions", new XElement(space + "coreCount", Processors(type) / 2), new XElement(space + "threadsPerCore", 2))))));
    }
}
