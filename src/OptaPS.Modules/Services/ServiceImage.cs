using OptaPS.Diagnostics;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Services;

/// <summary>The image that a service runs, and where the choice comes from.</summary>
/// <param name="Reference">The whole reference.</param>
/// <param name="Source">Place in the file, or the overlay entry.</param>
internal sealed record ServiceImage(string Reference, string Source)
{
    /// <summary>The image without tag and digest.</summary>
    public string Name => Digest.Length > 0 ? WithoutTag(Reference[..Reference.IndexOf('@', StringComparison.Ordinal)]) : WithoutTag(Reference);

    /// <summary>The tag, or empty.</summary>
    public string Tag
    {
        get
        {
            var plain = Reference.Split('@')[0];
            return WithoutTag(plain).Length < plain.Length ? plain[(WithoutTag(plain).Length + 1)..] : "";
        }
    }

    /// <summary>The digest, or empty.</summary>
    public string Digest => Reference.Split('@') is [_, var digest] ? digest : "";

    /// <summary>The image of a module: what was deployed last by a command, else what the file says.</summary>
    /// <exception cref="OptaException">The file leaves the image to a deploy command and none was run.</exception>
    public static ServiceImage Choose(ModuleContext context)
    {
        if (context.Overlay("image:" + context.Name) is { Value: { } deployed } entry)
            return new ServiceImage(deployed.GetValue<string>(), entry.Source);
        var written = context.Inputs.GetString("image");
        return written.Equals("AUTO", StringComparison.OrdinalIgnoreCase)
            ? throw new OptaException(ModuleContext.Finding("OPTA6010", $"The service '{context.Name}' has no image yet: the file says AUTO.") with
            {
                Location = context.Inputs.LocationOf("image"),
                Category = DiagnosticCategory.InvalidData,
                Remedy = "Deploy one: 'opta deploy --image <reference>' (Deploy-OptaService -Image). A registry made by OptaPS is not supported yet.",
            })
            : new ServiceImage(written, context.Inputs.LocationOf("image").ToString());
    }

    private static string WithoutTag(string reference)
    {
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? reference[..colon] : reference;
    }
}
