namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>Service files that differ in what users change: replicas, values, modules and their names.</summary>
internal static class ServiceFiles
{
    public static readonly ServiceFile[] Hello =
    [
        new("hello-plain.yaml", "app"), new("hello-more.yaml", "app"), new("hello-values.yaml", "app"), new("hello-renamed.yaml", "web"), new("hello-two.yaml", "app", "web"),
    ];

    public static readonly ServiceFile[] Other = [new("other-plain.yaml", "app"), new("other-values.yaml", "app")];

    public static async Task WriteAsync(ProgramWorld world, string environment, string environmentFile)
    {
        foreach (var file in Hello.Concat(Other))
        {
            var name = file.File.Split('-')[0];
            var modules = string.Concat(file.Modules.Select(module => Module(name, module, file.File)));
            await File.WriteAllTextAsync(
                Path.Combine(world.Folder, file.File),
                $"name: {name}\nenvironments:\n  - name: {environment}\n    path: {environmentFile}\nmodules:\n{modules}");
        }
    }

    private static string Module(string service, string module, string file) =>
        $"""
          - type: k8s-service
            name: {module}
            port:
              http: 80
            image: ghcr.io/acme/{service}:1.0
            healthcheck_path: /
            public_uri: "/{service}-{module}"
            min_containers: {(file.Contains("more", StringComparison.Ordinal) ? 3 : 2)}
        {(file.Contains("values", StringComparison.Ordinal) ? "    env_vars:\n      COLOUR: green\n    resource_request:\n      cpu: 200\n      memory: 300\n" : "")}

        """;
}
