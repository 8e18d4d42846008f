using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Apply;

/// <summary>Field paths as messages show them: <c>.spec.containers[name="c"].image</c>.</summary>
internal static class FieldPathText
{
    public static string Write(IReadOnlyList<string> path)
    {
        var text = new System.Text.StringBuilder();
        foreach (var element in path)
        {
            var rest = element[2..];
            switch (element[0])
            {
                case 'f':
                    text.Append('.').Append(rest);
                    break;
                case 'k':
                    var key = JsonReader.Parse(System.Text.Encoding.UTF8.GetBytes(rest))!.AsObject();
                    text.Append('[').Append(string.Join(",", key.Select(pair => pair.Key + "=" + JsonText.ToText(pair.Value)))).Append(']');
                    break;
                case 'v':
                    text.Append("[=").Append(rest).Append(']');
                    break;
                default:
                    text.Append('[').Append(rest).Append(']');
                    break;
            }
        }

        return text.ToString();
    }
}
