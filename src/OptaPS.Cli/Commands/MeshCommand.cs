using System.CommandLine;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands;

/// <summary><c>opta mesh install</c>: adds a mesh to an environment.</summary>
internal static class MeshCommand
{
    public static Command Create(Front front)
    {
        var install = new Command("install", "Add a service mesh to an environment; later applies keep it.");
        var environment = new Argument<string>("environment") { Description = "Name of the environment, or its file." };
        var mesh = new Option<string>("--mesh") { Description = "The mesh.", DefaultValueFactory = _ => "linkerd" };
        mesh.AcceptOnlyFromAmong("linkerd");
        var common = new CommonOptions();
        install.Arguments.Add(environment);
        common.AddTo(install, mesh, common.AutoApprove);
        install.SetAction((parsed, _) =>
        {
            var request = new InstallMeshRequest(common.Target(parsed), parsed.GetValue(environment)!, parsed.GetValue(mesh)!)
            {
                AutoApprove = parsed.GetValue(common.AutoApprove),
            };
            return front.RunAsync(request, parsed.GetValue(common.Output), request.AutoApprove, (result, writer) =>
            {
                writer.One(result, (m, o) =>
                {
                    if (m.Result is { } applied)
                        new ResultWriter(o, OutputFormat.Table).Applied(applied);
                    o.WriteLine($"{m.Mesh} {m.Version} on {m.EnvironmentName}: {m.Status}; issuer expires {m.IssuerExpires:yyyy-MM-dd}, trust anchor {m.TrustAnchorExpires:yyyy-MM-dd}");
                });
                return ExitCodes.Done;
            });
        });
        return new Command("mesh", "Service mesh of an environment.") { install };
    }
}
