using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.Ec2;

/// <summary>DescribeRegions: the regions that every account has, and those that it has to ask for, which the sandbox's account has done.</summary>
internal static class Ec2Regions
{
    private static readonly string[] Always =
    [
        "ap-south-1", "eu-north-1", "eu-west-3", "eu-west-2", "eu-west-1", "ap-northeast-3", "ap-northeast-2", "ap-northeast-1", "ca-central-1", "sa-east-1", "ap-southeast-1",
        "ap-southeast-2", "eu-central-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"
    ];

    private static readonly string[] Asked =
    [
        "af-south-1", "ap-east-1", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "me-south-1"
    ];

    public static XElement Describe(AwsCall call, XNamespace space)
    {
        var names = call.List("RegionName");
        return new XElement(space + "regionInfo", Always.Concat(Asked).Where(region => names.Count == 0 || names.Contains(region, StringComparer.Ordinal)).Select(region => new XElement(
            space + "item",
            new XElement(space + "regionName", region),
            new XElement(space + "regionEndpoint", $"ec2.{region}.amazonaws.com"),
            new XElement(space + "optInStatus", Always.Contains(region, StringComparer.Ordinal) ? "opt-in-not-required" : "opted-in"))));
    }
}
