using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

/// <summary>Services' own APIs over the resources of the world.</summary>
public sealed class ServiceTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;
    private AwsTestClient _aws = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(timeScale: 20000);
        _aws = new AwsTestClient(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Secret_OfCloudControl_HasAValueWithVersions()
    {
        var arn = await _aws.CreateAsync("AWS::SecretsManager::Secret", new JsonObject { ["Name"] = "db", ["SecretString"] = "one" });
        var first = await SecretAsync("GetSecretValue", new JsonObject { ["SecretId"] = "db" });
        Assert.Equal(("one", arn), ((string)first["SecretString"]!, (string)first["ARN"]!));
        await SecretAsync("PutSecretValue", new JsonObject { ["SecretId"] = arn, ["SecretString"] = "two" });
        Assert.Equal("two", (string)(await SecretAsync("GetSecretValue", new JsonObject { ["SecretId"] = "db" }))["SecretString"]!);
        var previous = await SecretAsync("GetSecretValue", new JsonObject { ["SecretId"] = "db", ["VersionStage"] = "AWSPREVIOUS" });
        Assert.Equal((string)first["VersionId"]!, (string)previous["VersionId"]!);

        await SecretAsync("DeleteSecret", new JsonObject { ["SecretId"] = "db" });
        Assert.Equal("InvalidRequestException", await ErrorAsync("secretsmanager", "secretsmanager.GetSecretValue", new JsonObject { ["SecretId"] = "db" }));
        Assert.Equal("InvalidRequestException", await ErrorAsync("secretsmanager", "secretsmanager.CreateSecret", new JsonObject { ["Name"] = "db" }));
        await SecretAsync("RestoreSecret", new JsonObject { ["SecretId"] = "db" });
        Assert.Equal("two", (string)(await SecretAsync("GetSecretValue", new JsonObject { ["SecretId"] = "db" }))["SecretString"]!);
        await SecretAsync("DeleteSecret", new JsonObject { ["SecretId"] = "db", ["ForceDeleteWithoutRecovery"] = true });
        Assert.Equal("ResourceNotFoundException", await ErrorAsync("secretsmanager", "secretsmanager.DescribeSecret", new JsonObject { ["SecretId"] = "db" }));
    }

    [Fact]
    public async Task Secret_GeneratedByTheService_FollowsTheRules()
    {
        await _aws.CreateAsync("AWS::SecretsManager::Secret", new JsonObject { ["Name"] = "gen", ["GenerateSecretString"] = JsonNode.Parse("""{"SecretStringTemplate":"{\"user\":\"admin\"}","GenerateStringKey":"password","PasswordLength":24,"ExcludePunctuation":true}""") });
        var value = JsonNode.Parse((string)(await SecretAsync("GetSecretValue", new JsonObject { ["SecretId"] = "gen" }))["SecretString"]!)!;
        Assert.Equal("admin", (string)value["user"]!);
        Assert.Matches("^[A-Za-z0-9]{24}$", (string)value["password"]!);
        Assert.Equal(value.ToJsonString(), (string)(await SecretAsync("GetSecretValue", new JsonObject { ["SecretId"] = "gen" }))["SecretString"]!);
    }

    [Fact]
    public async Task Ecr_ImageOfAnImmutableTag_CannotBeMoved()
    {
        await _aws.CreateAsync("AWS::ECR::Repository", new JsonObject { ["RepositoryName"] = "acme/app", ["ImageTagMutability"] = "IMMUTABLE" });
        await EcrAsync("PutImage", new JsonObject { ["repositoryName"] = "acme/app", ["imageTag"] = "1", ["imageManifest"] = "{\"schemaVersion\":2}" });
        Assert.Equal("ImageTagAlreadyExistsException", await ErrorAsync("ecr", "AmazonEC2ContainerRegistry_V20150921.PutImage", new JsonObject { ["repositoryName"] = "acme/app", ["imageTag"] = "1", ["imageManifest"] = "{}" }));
        Assert.Equal("RepositoryNotEmptyException", await ErrorAsync("ecr", "AmazonEC2ContainerRegistry_V20150921.DeleteRepository", new JsonObject { ["repositoryName"] = "acme/app" }));
        Assert.Equal("1", (string)(await EcrAsync("ListImages", new JsonObject { ["repositoryName"] = "acme/app" }))["imageIds"]![0]!["imageTag"]!);
        var login = Encoding.UTF8.GetString(Convert.FromBase64String((string)(await EcrAsync("GetAuthorizationToken", []))["authorizationData"]![0]!["authorizationToken"]!));
        Assert.StartsWith("AWS:", login, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_EventsOfAStream_AreFoundByPattern()
    {
        await LogsAsync("CreateLogGroup", new JsonObject { ["logGroupName"] = "/app" });
        await LogsAsync("CreateLogStream", new JsonObject { ["logGroupName"] = "/app", ["logStreamName"] = "a" });
        await LogsAsync("PutRetentionPolicy", new JsonObject { ["logGroupName"] = "/app", ["retentionInDays"] = 14 });
        await LogsAsync("PutLogEvents", new JsonObject { ["logGroupName"] = "/app", ["logStreamName"] = "a", ["logEvents"] = JsonNode.Parse("""[{"timestamp":1,"message":"started"},{"timestamp":2,"message":"ERROR no disk"}]""") });
        var found = (await LogsAsync("FilterLogEvents", new JsonObject { ["logGroupName"] = "/app", ["filterPattern"] = "ERROR" }))["events"]!.AsArray();
        Assert.Equal("ERROR no disk", (string)Assert.Single(found)!["message"]!);
        Assert.Equal(14, (int)(await LogsAsync("DescribeLogGroups", []))["logGroups"]![0]!["retentionInDays"]!);
        Assert.Equal("ResourceAlreadyExistsException", await ErrorAsync("logs", "Logs_20140328.CreateLogGroup", new JsonObject { ["logGroupName"] = "/app" }));
    }

    [Fact]
    public async Task Stack_OfOneResource_IsMadeWithEventsAndOutputs_AndTakesItAlong()
    {
        const string template = """{"Resources":{"Topic":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":{"Fn::Sub":"${AWS::StackName}-events"}}}},"Outputs":{"Arn":{"Value":{"Ref":"Topic"}}}}""";
        var id = await _aws.CreateAsync("AWS::CloudFormation::Stack", new JsonObject { ["StackName"] = "one", ["TemplateBody"] = template });
        var stack = await _aws.ReadAsync("AWS::CloudFormation::Stack", id);
        Assert.Equal("CREATE_COMPLETE", (string)stack["StackStatus"]!);
        var arn = (string)stack["Outputs"]![0]!["OutputValue"]!;
        Assert.EndsWith(":one-events", arn, StringComparison.Ordinal);
        await _aws.ReadAsync("AWS::SNS::Topic", arn);

        var statuses = await EventsAsync("one");
        Assert.Equal(["CREATE_COMPLETE", "CREATE_COMPLETE", "CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS"], statuses.Select(e => e.Status));
        await _aws.DeleteAsync("AWS::CloudFormation::Stack", id);
        Assert.Equal(HttpStatusCode.BadRequest, (await _aws.CloudAsync("GetResource", new JsonObject { ["TypeName"] = "AWS::SNS::Topic", ["Identifier"] = arn })).Status);
        Assert.Equal("DELETE_COMPLETE", (await EventsAsync(id))[0].Status);
    }

    [Fact]
    public async Task Stack_OfAYamlTemplate_HasItsShortFormsCarriedOut()
    {
        const string template = """
            AWSTemplateFormatVersion: 2010-09-09
            Description: >-
              A topic, and a queue
              named after it.  # not a comment
            Parameters:
              Wait: {Type: Number, Default: 30}
            Resources:
              Queue:
                Type: AWS::SQS::Queue
                Properties:
                  QueueName: !Join ['-', [!Ref 'AWS::StackName', !GetAtt Topic.TopicName]]
                  VisibilityTimeout: !Ref Wait
                  Tags:
                    - {Key: text, Value: !Sub ['${One}-${AWS::Region}', {One: !Select [1, [a, b]]}]}
                    - Key: lines
                      Value: !Sub |
                        ${Topic.TopicName}
                        0123
              Topic:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: !Sub "${AWS::StackName}-events"
            Outputs:
              Queue: {Value: !GetAtt [Queue, Arn]}
            """;
        var id = await _aws.CreateAsync("AWS::CloudFormation::Stack", new JsonObject { ["StackName"] = "yaml", ["TemplateBody"] = template });
        var stack = await _aws.ReadAsync("AWS::CloudFormation::Stack", id);
        var arn = (string)stack["Outputs"]![0]!["OutputValue"]!;
        Assert.EndsWith(":yaml-yaml-events", arn, StringComparison.Ordinal);
        var queue = (await _aws.CloudAsync("ListResources", new JsonObject { ["TypeName"] = "AWS::SQS::Queue" })).Body["ResourceDescriptions"]![0]!["Identifier"]!;
        var model = await _aws.ReadAsync("AWS::SQS::Queue", (string)queue!);
        Assert.Equal(30, (int)model["VisibilityTimeout"]!);
        Assert.Equal(["b-us-east-1", "yaml-events\n0123\n"], model["Tags"]!.AsArray().Select(tag => (string)tag!["Value"]!));

        foreach (var (broken, why) in new[] { ("Resources:\n  A: [", "YAML not well-formed. (line "), ("- a", "unsupported structure"), ("{\"Resources\":", "JSON not well-formed. (line 1"), ("a: &x 1\nb: *x", "aliases are not allowed") })
            Assert.Contains(why, (await _aws.QueryAsync("cloudformation", "Action=CreateStack&Version=2010-05-15&StackName=broken&TemplateBody=" + Uri.EscapeDataString(broken))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_WhoseResourceFails_IsRolledBackAndSaysWhy()
    {
        const string template = """{"Resources":{"Subnet":{"Type":"AWS::EC2::Subnet","Properties":{"VpcId":"vpc-none","CidrBlock":"10.0.0.0/24"}}}}""";
        var end = await _aws.TryCreateAsync("AWS::CloudFormation::Stack", new JsonObject { ["StackName"] = "bad", ["TemplateBody"] = template });
        Assert.Equal("FAILED", (string)end["OperationStatus"]!);
        Assert.Equal("ROLLBACK_COMPLETE", (string)(await _aws.ReadAsync("AWS::CloudFormation::Stack", (string)end["Identifier"]!))["StackStatus"]!);
        var failed = (await EventsAsync("bad")).Single(e => e.Status == "CREATE_FAILED");
        Assert.Contains("vpc-none", failed.Reason, StringComparison.Ordinal);
        await _aws.DeleteAsync("AWS::CloudFormation::Stack", (string)end["Identifier"]!);
    }

    [Fact]
    public async Task Stack_NeedsCapabilities_AndRefusesUnknownTypes()
    {
        Assert.Contains("InsufficientCapabilitiesException", (await _aws.QueryAsync("cloudformation", "Action=CreateStack&Version=2010-05-15&StackName=iam&TemplateBody=" + Uri.EscapeDataString("""{"Resources":{"G":{"Type":"AWS::IAM::Group"}}}"""))).Body, StringComparison.Ordinal);
        Assert.Contains("Unrecognized resource types: [AWS::No::Such]", (await _aws.QueryAsync("cloudformation", "Action=CreateStack&Version=2010-05-15&StackName=no&TemplateBody=" + Uri.EscapeDataString("""{"Resources":{"G":{"Type":"AWS::No::Such"}}}"""))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kms_KeyOfItsOwnApi_IsReEncryptedDisabledAndDeleted()
    {
        var one = (string)(await KmsAsync("CreateKey", []))["KeyMetadata"]!["KeyId"]!;
        var two = (string)(await KmsAsync("CreateKey", []))["KeyMetadata"]!["KeyId"]!;
        await KmsAsync("CreateAlias", new JsonObject { ["AliasName"] = "alias/two", ["TargetKeyId"] = two });
        var cipher = (string)(await KmsAsync("Encrypt", new JsonObject { ["KeyId"] = one, ["Plaintext"] = "aGVsbG8=" }))["CiphertextBlob"]!;
        var moved = (string)(await KmsAsync("ReEncrypt", new JsonObject { ["CiphertextBlob"] = cipher, ["DestinationKeyId"] = "alias/two" }))["CiphertextBlob"]!;
        await KmsAsync("ScheduleKeyDeletion", new JsonObject { ["KeyId"] = one, ["PendingWindowInDays"] = 7 });
        Assert.Equal("aGVsbG8=", (string)(await KmsAsync("Decrypt", new JsonObject { ["CiphertextBlob"] = moved }))["Plaintext"]!);
        Assert.Equal("KMSInvalidStateException", await ErrorAsync("kms", "TrentService.Decrypt", new JsonObject { ["CiphertextBlob"] = cipher }));
        await KmsAsync("DisableKey", new JsonObject { ["KeyId"] = two });
        Assert.Equal("DisabledException", await ErrorAsync("kms", "TrentService.Encrypt", new JsonObject { ["KeyId"] = two, ["Plaintext"] = "aGVsbG8=" }));
    }

    [Fact]
    public async Task Multipart_OpenUpload_SurvivesARestart_AndIsCompletedUnderACondition()
    {
        await _aws.CreateAsync("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "parts" });
        var id = XElement.Parse((await _aws.SendAsync("s3", HttpMethod.Post, "/parts/big?uploads", [])).Body).Elements().Single(e => e.Name.LocalName == "UploadId").Value;
        var big = Enumerable.Range(0, 5 * 1024 * 1024).Select(i => (byte)i).ToArray();
        Assert.Equal(HttpStatusCode.OK, (await _aws.SendAsync("s3", HttpMethod.Put, $"/parts/big?partNumber=2&uploadId={id}", "tail"u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.OK, (await _aws.SendAsync("s3", HttpMethod.Put, $"/parts/big?partNumber=1&uploadId={id}", big)).Status);

        var folder = _sandbox.Folder;
        await _sandbox.Host.DisposeAsync();
        await using var again = await TestSandbox.StartAsync(folder: folder);
        var client = new AwsTestClient(again);
        Assert.Contains($"<UploadId>{id}</UploadId>", (await client.SendAsync("s3", HttpMethod.Get, "/parts?uploads", [])).Body, StringComparison.Ordinal);
        var listed = XElement.Parse((await client.SendAsync("s3", HttpMethod.Get, $"/parts/big?uploadId={id}", [])).Body).Elements().Where(e => e.Name.LocalName == "Part").ToList();
        Assert.Equal(["1", "2"], listed.Select(p => p.Elements().First(e => e.Name.LocalName == "PartNumber").Value));
        var body = Encoding.UTF8.GetBytes("<CompleteMultipartUpload>" + string.Concat(listed.Select(p => $"<Part>{p.Elements().First(e => e.Name.LocalName == "PartNumber")}{p.Elements().First(e => e.Name.LocalName == "ETag")}</Part>")) + "</CompleteMultipartUpload>");
        await client.SendAsync("s3", HttpMethod.Put, "/parts/big", "x"u8.ToArray());
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.SendAsync("s3", HttpMethod.Post, $"/parts/big?uploadId={id}", body, ("If-None-Match", "*"))).Status);
        await client.SendAsync("s3", HttpMethod.Delete, "/parts/big", []);
        var (status, done) = await client.SendAsync("s3", HttpMethod.Post, $"/parts/big?uploadId={id}", body, ("If-None-Match", "*"));
        Assert.True(status == HttpStatusCode.OK, done);
        Assert.Contains("-2\"", XElement.Parse(done).Elements().Single(e => e.Name.LocalName == "ETag").Value, StringComparison.Ordinal);
        Assert.Equal("tail", (await client.SendAsync("s3", HttpMethod.Get, "/parts/big", [], ("Range", "bytes=-4"))).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync("s3", HttpMethod.Get, $"/parts/big?uploadId={id}", [])).Status);
    }

    [Fact]
    public async Task Multipart_WrongParts_AreRefusedAsS3RefusesThem()
    {
        await _aws.CreateAsync("AWS::S3::Bucket", new JsonObject { ["BucketName"] = "parts" });
        var id = XElement.Parse((await _aws.SendAsync("s3", HttpMethod.Post, "/parts/k?uploads", [])).Body).Elements().Single(e => e.Name.LocalName == "UploadId").Value;
        await _aws.SendAsync("s3", HttpMethod.Put, $"/parts/k?partNumber=1&uploadId={id}", "a"u8.ToArray());
        await _aws.SendAsync("s3", HttpMethod.Put, $"/parts/k?partNumber=2&uploadId={id}", "b"u8.ToArray());
        Assert.Contains("<Code>EntityTooSmall</Code>", await CompleteAsync(1, 2), StringComparison.Ordinal);
        Assert.Contains("<Code>InvalidPartOrder</Code>", await CompleteAsync(2, 1), StringComparison.Ordinal);
        Assert.Contains("<Code>InvalidPart</Code>", await CompleteAsync(1, 3), StringComparison.Ordinal);

        async Task<string> CompleteAsync(params int[] parts) => (await _aws.SendAsync("s3", HttpMethod.Post, $"/parts/k?uploadId={id}", Encoding.UTF8.GetBytes("<CompleteMultipartUpload>" + string.Concat(parts.Select(p => $"<Part><PartNumber>{p}</PartNumber></Part>")) + "</CompleteMultipartUpload>"))).Body;
    }

    private async Task<IReadOnlyList<(string Status, string Reason)>> EventsAsync(string stack)
    {
        var (_, body) = await _aws.QueryAsync("cloudformation", "Action=DescribeStackEvents&Version=2010-05-15&StackName=" + Uri.EscapeDataString(stack));
        return [.. XElement.Parse(body).Descendants().Where(e => e.Name.LocalName == "member").Select(e => (Text(e, "ResourceStatus"), Text(e, "ResourceStatusReason")))];
    }

    private static string Text(XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

    private Task<JsonNode> SecretAsync(string operation, JsonObject body) => CallAsync("secretsmanager", "secretsmanager." + operation, body);

    private Task<JsonNode> EcrAsync(string operation, JsonObject body) => CallAsync("ecr", "AmazonEC2ContainerRegistry_V20150921." + operation, body);

    private Task<JsonNode> LogsAsync(string operation, JsonObject body) => CallAsync("logs", "Logs_20140328." + operation, body);

    private Task<JsonNode> KmsAsync(string operation, JsonObject body) => CallAsync("kms", "TrentService." + operation, body);

    private async Task<JsonNode> CallAsync(string service, string target, JsonObject body)
    {
        var (status, answer) = await _aws.JsonAsync(service, target, body, "application/x-amz-json-1.1");
        Assert.True(status == HttpStatusCode.OK, target + ": " + answer.ToJsonString());
        return answer;
    }

    private async Task<string> ErrorAsync(string service, string target, JsonObject body)
    {
        var (status, answer) = await _aws.JsonAsync(service, target, body, "application/x-amz-json-1.1");
        Assert.NotEqual(HttpStatusCode.OK, status);
        return ((string)answer["__type"]!).Split('#')[^1];
    }
}
