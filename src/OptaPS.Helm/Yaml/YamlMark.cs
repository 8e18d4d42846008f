using System.Runtime.InteropServices;

namespace OptaPS.Helm.Yaml;

/// <summary>A place in YAML text; line and column count from 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct YamlMark(int Index, int Line, int Column);
