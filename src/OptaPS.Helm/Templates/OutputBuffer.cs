using System.Text;

namespace OptaPS.Helm.Templates;

/// <summary>The text that a template writes, counted against a limit that all buffers of a rendering share.</summary>
internal sealed class OutputBuffer(RenderBudget budget)
{
    private readonly StringBuilder sb = new();

    public void Write(string text)
    {
        budget.Charge(text.Length);
        sb.Append(text);
    }

    public int Length => sb.Length;

    public void Clear() => sb.Clear();

    public override string ToString() => sb.ToString();
}
