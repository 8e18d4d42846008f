namespace OptaPS.Configuration.Interpolation;

/// <summary>A part of a text as written.</summary>
/// <param name="Kind">Literal or a kind of reference.</param>
/// <param name="Text">The literal, with doubled braces already single, or the inner text of the reference.</param>
/// <param name="Source">The part as it stands in the file, for messages and for finding its place.</param>
internal sealed record TextPart(TextPartKind Kind, string Text, string Source);
