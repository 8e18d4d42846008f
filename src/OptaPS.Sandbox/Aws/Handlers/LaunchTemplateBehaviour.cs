using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Handlers;

/// <summary>Every update of a launch template makes a new version.</summary>
internal sealed class LaunchTemplateBehaviour : ITypeBehaviour
{
    public IReadOnlyCollection<string> Types { get; } = ["AWS::EC2::LaunchTemplate"];

    public void BeforeUpdate(CloudWorld world, CloudResource before, CloudResource after)
    {
        if (after.Model.ContainsKey("LaunchTemplateData"))
        {
            after.Model["LatestVersionNumber"] = (int.Parse(before.Text("LatestVersionNumber")) + 1).ToString();
        }
    }
}
