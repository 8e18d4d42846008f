using System.Runtime.InteropServices;

namespace OptaPS.Helm.Templates;

/// <summary>The variables of a running template, innermost last.</summary>
internal sealed class VariableStack
{
    private readonly List<KeyValuePair<string, Operand>> items = [];

    public int Mark => items.Count;

    public void Push(string name, Operand value) => items.Add(new(name, value));

    public void Pop(int mark) => items.RemoveRange(mark, items.Count - mark);

    /// <summary>Overwrites the variable that is <paramref name="n"/> from the top.</summary>
    public void SetTop(int n, Operand value)
    {
        var at = items.Count - n;
        items[at] = new(items[at].Key, value);
    }

    public bool TrySet(string name, Operand value)
    {
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (items[i].Key == name)
            {
                items[i] = new(name, value);
                return true;
            }
        }
        return false;
    }

    public bool TryGet(string name, out Operand value)
    {
        var span = CollectionsMarshal.AsSpan(items);
        for (var i = span.Length - 1; i >= 0; i--)
        {
            if (span[i].Key == name)
            {
                value = span[i].Value;
                return true;
            }
        }
        value = default;
        return false;
    }
}
