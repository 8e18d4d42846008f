namespace OptaPS.Configuration.Catalog;

/// <summary>A length limit of a cloud for a name that a module makes.</summary>
/// <param name="What">What the name belongs to, such as <c>IAM role</c>.</param>
/// <param name="Template">How the name is made, with <c>{env}</c>, <c>{layer}</c> and <c>{module}</c>.</param>
/// <param name="Maximum">Most characters.</param>
public sealed record NameLimit(string What, string Template, int Maximum);
