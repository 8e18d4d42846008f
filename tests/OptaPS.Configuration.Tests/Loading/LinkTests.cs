using OptaPS.Configuration.Layers;

namespace OptaPS.Configuration.Tests.Loading;

public sealed class LinkTests : IDisposable
{
    private readonly TestFolder folder = new();

    public LinkTests() => folder.Write("env.yaml", "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: [{type: base}]\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Links_HavePermissionsAndInjectedNames()
    {
        var result = await LoadAsync("[db, cache, uploads, {jobs: [publish]}, {events: }, {other: [{db_user: A, db_name: B, db_password: C, db_host: D}]}]");
        Assert.Empty(result.Diagnostics);
        var links = result.Document!.Modules[0].Links.ToDictionary(link => link.Target, StringComparer.Ordinal);
        Assert.Equal(("aws-postgres", "db_db_host"), (links["db"].TargetType, links["db"].Injected["db_host"]));
        Assert.Equal(["cache_auth_token", "cache_host"], links["cache"].Injected.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["write"], links["uploads"].Permissions);
        Assert.Equal(["publish"], links["jobs"].Permissions);
        Assert.Equal(["publish"], links["events"].Permissions);
        Assert.Equal("D", links["other"].Injected["db_host"]);
        Assert.Empty(links["other"].Permissions);
    }

    [Theory]
    [InlineData("[db, {other: [{db_user: A, db_name: db_db_name, db_password: C, db_host: D}]}]", Codes.LinkClash)]
    [InlineData("[db, db]", Codes.LinkClash)]
    [InlineData("[app]", Codes.LinkTarget)]
    [InlineData("[{db: x, cache: y}]", Codes.LinkTarget)]
    [InlineData("[{db: [read]}]", Codes.LinkRename)]
    [InlineData("[{db: [{db_user: \"1 bad\", db_name: B, db_password: C, db_host: D}]}]", Codes.LinkRename)]
    [InlineData("[{db: [{db_usr: A, db_user: A, db_name: B, db_password: C, db_host: D}]}]", Codes.LinkRename)]
    [InlineData("[{uploads: [raed]}]", Codes.LinkPermission)]
    [InlineData("[{events: [subscribe]}]", Codes.LinkPermission)]
    [InlineData("[role]", Codes.LinkType)]
    [InlineData("[17]", Codes.WrongType)]
    public async Task WrongLink_IsReported(string links, string code)
    {
        var result = await LoadAsync(links);
        Assert.Contains(code, result.Errors.Select(error => error.Code));
        Assert.All(result.Errors, error => Assert.Equal(8, error.Location!.Line));
    }

    private Task<LoadResult> LoadAsync(string links) => folder.LoadAsync("web.yaml", $$"""
        name: web
        environments: [{name: staging, path: env.yaml}]
        modules:
          - type: k8s-service
            name: app
            image: acme/web:1
            port: {http: 80}
            links: {{links}}
          - {type: postgres, name: db}
          - {type: mysql, name: other}
          - {type: redis, name: cache}
          - {type: aws-s3, name: uploads, bucket_name: acme-uploads}
          - {type: aws-sqs, name: jobs}
          - {type: aws-sns, name: events}
          - {type: aws-iam-role, name: role, allowed_iams: ["arn:aws:iam::111122223333:role/x"]}
        """);
}
