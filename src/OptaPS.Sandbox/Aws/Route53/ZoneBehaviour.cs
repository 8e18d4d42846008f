using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Route53;

/// <summary>A hosted zone's name ends with a dot; the zone can only be deleted when nothing but its own NS and SOA is left.</summary>
internal sealed class ZoneBehaviour(RecordStore records) : ITypeBehaviour
{
    public IReadOnlyCollection<string> Types { get; } = ["AWS::Route53::HostedZone"];

    public void BeforeCreate(CloudWorld world, CloudResource draft) => draft.Model["Name"] = draft.Text("Name").TrimEnd('.').ToLowerInvariant() + ".";

    public void BeforeDelete(CloudWorld world, CloudResource resource)
    {
        if (records.Own(resource).Count > 0)
        {
            throw new HandlerFailure("InvalidRequest", "The specified hosted zone contains non-required resource record sets and so cannot be deleted. (Service: Route53, Status Code: 400)");
        }
    }
}
