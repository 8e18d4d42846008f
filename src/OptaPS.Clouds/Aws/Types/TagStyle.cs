using System.Text.Json.Serialization;

namespace OptaPS.Clouds.Aws.Types;

/// <summary>How a type carries tags.</summary>
internal enum TagStyle
{
    /// <summary>It has none.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary><c>Tags</c> is an array of <c>{Key, Value}</c>.</summary>
    [JsonStringEnumMemberName("list")]
    List,

    /// <summary><c>Tags</c> is an object of texts.</summary>
    [JsonStringEnumMemberName("map")]
    Map,
}
