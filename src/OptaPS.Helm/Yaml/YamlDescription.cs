using System.Text;

namespace OptaPS.Helm.Yaml;

/// <summary>Describes a node the way Go's %#v prints its decoded value, for error messages.</summary>
internal static class YamlDescription
{
    public static string Of(YamlTreeNode node)
    {
        switch (node.Kind)
        {
            case YamlTreeKind.Alias:
                return Of(node.Target!);
            case YamlTreeKind.Scalar:
                var value = node.IsPlain ? YamlResolver.Resolve(node.Text, out _) : node.Text;
                return value is null ? "interface {}(nil)" : GoFormatter.Sprintf("%#v", [value]);
            case YamlTreeKind.Sequence:
                return "[]interface {}{" + string.Join(", ", node.Children.Select(Of)) + "}";
            default:
                var sb = new StringBuilder("map[interface {}]interface {}{");
                for (var i = 0; i + 1 < node.Children.Count; i += 2)
                {
                    sb.Append(i > 0 ? ", " : "").Append(Of(node.Children[i])).Append(':').Append(Of(node.Children[i + 1]));
                }
                return sb.Append('}').ToString();
        }
    }
}
