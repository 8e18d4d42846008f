using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Resources;

/// <summary>How messages name what a call is about.</summary>
internal static class Subject
{
    /// <summary>Address and type, such as <c>base/vpc (AWS::EC2::VPC)</c>.</summary>
    public static string Of(ProviderRequest request) => $"{request.Address} ({request.TypeName})";
}
