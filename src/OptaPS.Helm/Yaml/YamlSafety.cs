using System.Runtime.CompilerServices;

namespace OptaPS.Helm.Yaml;

/// <summary>Tells documents that decode without surprise, so that only the parts of interest need to be decoded.</summary>
internal static class YamlSafety
{
    /// <summary>True when nothing in the tree could be refused by the decoder: no aliases, tags, merges, odd keys, or numbers that JSON lacks.</summary>
    public static bool IsPlain(YamlTreeNode node)
    {
        if (node.Kind == YamlTreeKind.Alias || node.Tag.Length > 0 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }
        if (node.Kind == YamlTreeKind.Scalar)
        {
            return !node.IsPlain || node.Text.Length == 0 || node.Text[0] is not ('.' or '+' or '-')
                || YamlResolver.Resolve(node.Text, out _) is not double d || double.IsFinite(d);
        }
        var isMapping = node.Kind == YamlTreeKind.Mapping;
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            if (isMapping && i % 2 == 0 ? !IsPlainKey(child) : !IsPlain(child))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The value of the last key of that name, as later ones win.</summary>
    public static YamlTreeNode? Find(YamlTreeNode mapping, string name)
    {
        for (var i = mapping.Children.Count - 2; i >= 0; i -= 2)
        {
            if (mapping.Children[i].Text == name)
            {
                return mapping.Children[i + 1];
            }
        }
        return null;
    }

    private static bool IsPlainKey(YamlTreeNode key) =>
        key.Kind == YamlTreeKind.Scalar && key.Tag.Length == 0 && (!key.IsPlain || (key.Text != "<<" && YamlResolver.Resolve(key.Text, out _) is string));
}
