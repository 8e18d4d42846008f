namespace OptaPS.Helm.Yaml;

/// <summary>One YAML token. A tag or tag directive has its handle in <paramref name="Handle"/> and suffix or prefix in <paramref name="Text"/>.</summary>
internal sealed record YamlToken(YamlTokenKind Kind, YamlMark Start, YamlMark End, string Text = "", bool IsPlain = false, string Handle = "");
