using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Engine.Planning;

namespace OptaPS.Operations.Plans;

/// <summary>Saved plans on disk.</summary>
internal static class PlanFiles
{
    /// <summary>Saves a plan; an existing file is replaced only by a complete one.</summary>
    public static async Task<string> SaveAsync(LayerEngine engine, Plan plan, SavedPlanExtras extras, string path, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var part = path + ".part";
            await using (var stream = File.Create(part))
                await engine.SavePlanAsync(plan, stream, extras, cancellationToken);
            File.Move(part, path, overwrite: true);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptaException(new Diagnostic("OPTA7061", Severity.Error, $"The plan could not be saved to '{path}'.") { Category = DiagnosticCategory.ResourceUnavailable, Cause = exception.Message, Remedy = "Give a path that can be written to." }, exception);
        }
    }

    /// <summary>Opens a saved plan.</summary>
    public static Stream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptaException(new Diagnostic("OPTA7062", Severity.Error, $"The saved plan '{path}' cannot be read.") { Category = DiagnosticCategory.ObjectNotFound, Cause = exception.Message, Remedy = "Give the path of a plan that 'opta plan --out' or Get-OptaPlan -OutFile has saved." }, exception);
        }
    }
}
