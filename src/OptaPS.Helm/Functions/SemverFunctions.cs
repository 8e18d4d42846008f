namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on semantic versions.</summary>
internal static class SemverFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("semver", "string", a => new SemverValue(SemverVersion.Parse((string)a[0]!)));
        t.Add("semverCompare", "string string", a =>
        {
            var constraint = SemverConstraint.Parse((string)a[0]!);
            return constraint.Matches(SemverVersion.Parse((string)a[1]!));
        });
    }
}
