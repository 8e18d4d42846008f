using OptaPS.Diagnostics;

namespace OptaPS.Operations.Layers;

/// <summary>What can be wrong with a layer that a command names.</summary>
internal static class LayerErrors
{
    public static Diagnostic NoEnvironment(string name, IEnumerable<string> known, string target)
    {
        var names = known.ToList();
        return new Diagnostic("OPTA7020", Severity.Error, $"There is no environment '{name}' on {target}.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Allowed = names.Count == 0 ? "no environment has been applied yet" : string.Join(", ", names),
            Nearest = NearestName.Of(name, names),
            Remedy = "Apply the environment's file first, or give the name of an environment that exists.",
        };
    }

    public static Diagnostic NoService(string environment, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return new Diagnostic("OPTA7021", Severity.Error, $"There is no service '{name}' in environment '{environment}'.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Allowed = names.Count == 0 ? "no service has been deployed yet" : string.Join(", ", names),
            Nearest = NearestName.Of(name, names),
            Remedy = "Deploy the service's file first, or give the name of a service that exists.",
        };
    }

    public static Diagnostic ParentNotApplied(string environment, string service) =>
        new("OPTA7022", Severity.Error, $"Service '{service}' belongs to environment '{environment}', which has not been applied yet.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Resource = environment,
            Remedy = $"Apply the environment's file first (New-OptaEnvironment or 'opta apply').",
        };

    public static Diagnostic ServicesExist(string environment, IEnumerable<string> services) =>
        new("OPTA7023", Severity.Error, $"Environment '{environment}' still has services: {string.Join(", ", services)}.")
        {
            Category = DiagnosticCategory.InvalidOperation,
            Resource = environment,
            Remedy = "Remove them first, or take them along with -Recurse (--recurse).",
        };

    public static Diagnostic NotAnEnvironment(string path) =>
        new("OPTA7024", Severity.Error, $"'{path}' is a service file where an environment is expected.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Remedy = "Give the environment's name or its file.",
        };

    public static Diagnostic ImageOnEnvironment(string path) =>
        new("OPTA7025", Severity.Error, $"'{path}' is an environment file; an image can be given for a service only.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Remedy = "Leave the image out, or give the service's file.",
        };

    public static Diagnostic ModuleForImage(string service, string? module, IReadOnlyList<string> modules) =>
        new("OPTA7026", Severity.Error, module is null
            ? $"Service '{service}' has {modules.Count} modules that run an image; say which one the image is for."
            : $"Service '{service}' has no module '{module}' that runs an image.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Allowed = modules.Count == 0 ? "no module of this service runs an image" : string.Join(", ", modules),
            Nearest = module is null ? null : NearestName.Of(module, modules),
            Remedy = "Give -ModuleName (--module) with one of the allowed names.",
        };

    public static Diagnostic OtherOrganization(string environment, string recorded, string given) =>
        new("OPTA7027", Severity.Error, $"Environment '{environment}' was made for organisation '{recorded}'; the file says '{given}'.")
        {
            Category = DiagnosticCategory.ResourceExists,
            Resource = environment,
            Remedy = "Use another environment name or another home folder (OPTA_HOME); nothing was changed.",
        };

    public static Diagnostic OtherAccount(string environment, string recorded, string given) =>
        new("OPTA7028", Severity.Error, $"Environment '{environment}' lives in {recorded}; the file says {given}.")
        {
            Category = DiagnosticCategory.ResourceExists,
            Resource = environment,
            Remedy = "Nothing was changed. Correct the provider in the file; to move the environment, remove it first or give it another name.",
        };

    public static Diagnostic FileGone(string environment, string path) =>
        new("OPTA7029", Severity.Error, $"The file of environment '{environment}' is no longer at '{path}'.")
        {
            Category = DiagnosticCategory.ObjectNotFound,
            Resource = environment,
            Remedy = "Give the path of the environment's file instead of its name.",
        };

    public static Diagnostic NotMeshed(string environment, string mesh) =>
        new("OPTA7030", Severity.Error, $"{mesh} is installed on '{environment}' but its certificates are not in the state.")
        {
            Category = DiagnosticCategory.InvalidOperation,
            Resource = environment,
            Remedy = "Apply the environment again.",
        };
}
