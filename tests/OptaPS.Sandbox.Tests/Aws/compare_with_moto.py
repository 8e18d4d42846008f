"""Makes the same calls to two endpoints and compares the shapes of answers and the codes of errors.

Usage: compare_with_moto.py <moto endpoint> <sandbox endpoint> <CA file> <access key> <secret>
Prints one line per difference that is not agreed below, and a last line "compared N calls".
"""
import io
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

MOTO, SANDBOX, CA, KEY, SECRET = sys.argv[1:]

# Members that only one side has, with the reason. "call path": reason; path ends with * for everything below.
AGREED = {
    "* IsTruncated": "both may leave out a false IsTruncated",
    "* Truncated": "as above",
    "* Marker": "empty markers may be left out",
    "* NextMarker": "as above",
    "* MaxItems": "echo of a default",
    "* MaxKeys": "echo of a default",
    "* nextToken": "as above",
    "* NextToken": "as above",
    "* Owner*": "S3 owners are left out unless asked for (fetch-owner) since 2023",
    "* Buckets.BucketRegion": "new member",
    "* Buckets.BucketArn": "new member",
    "* ServerSideEncryption": "moto sends the header, S3 since 2023 too; the sandbox encrypts nothing and says nothing",
    "* BucketKeyEnabled": "as above",
    "* ChecksumAlgorithm*": "checksums beside the entity tag are not kept by the sandbox",
    "* ChecksumType": "as above",
    "* ChecksumCRC32": "as above",
    "* ChecksumCRC64NVME": "as above",
    "* Contents.ChecksumAlgorithm": "as above",
    "* Contents.ChecksumType": "as above",
    "* AcceptRanges": "header that clients do not use",
    "* VersionId": "moto sends the version 'null' for buckets without versioning, S3 does not",
    "* EncodingType": "the sandbox's keys need no encoding",
    "* RequestCharged": "only for requester-pays buckets",
    "* Prefix": "empty echo",
    "* Delimiter": "empty echo",
    "* KeyMarker": "empty echo",
    "* NextKeyMarker": "empty echo",
    "* UploadIdMarker": "empty echo",
    "* VersionIdMarker": "empty echo",
    "* NextUploadIdMarker": "empty echo",
    "* Initiator*": "as Owner",
    "* Versions.StorageClass": "moto's default storage class",
    "* Versions.Owner*": "as Owner",
    "* DeleteMarkers.Owner": "as Owner",
    "* EncryptionAlgorithm": "KMS documents it in answers of Decrypt, moto leaves it out",
    "kms.get_key_policy PolicyName": "KMS documents it since 2023",
    "kms.get_key_rotation_status KeyId": "KMS documents it since 2024",
    "kms.schedule_key_deletion KeyState": "KMS documents it",
    "kms.schedule_key_deletion PendingWindowInDays": "KMS documents it",
    "* StagesAvailable": "CloudFormation documents it",
    "* Uploads.Owner*": "as Owner",
    "* Uploads.Initiator*": "as Owner",
    "* KeyMetadata*": "moto and KMS add members as they grow; those that clients read are compared by name in KmsTests",
    "* KeyMaterialId": "new in 2025",
    "* Aliases*": "moto lists the aliases of AWS's own keys from the start, an account that never used them has none",
    "* Tags": "moto leaves out or sends an empty list",
    "* LastAccessedDate": "moto counts reads",
    "* SecretList*": "see DescribeSecret",
    "* VersionIdsToStages*": "keys are identifiers",
    "* OwningService": "only for managed secrets",
    "* RotationEnabled": "rotation is not served",
    "* Versions.KmsKeyIds": "default key",
    "* Versions.LastAccessedDate": "moto counts reads",
    "* HostedZone.Features": "new in 2025",
    "* HostedZones.Features": "new in 2025",
    "* HostedZone.Config.Comment": "empty comment",
    "* HostedZones.Config.Comment": "empty comment",
    "* VPC*": "moto sends an empty VPC for public zones",
    "* ChangeInfo.Comment": "empty comment",
    "* VPCs*": "moto sends it for public zones too",
    "* DelegationSet.*": "set identifiers are made for reusable sets only",
    "* ResourceRecordSets.AliasTarget*": "no alias in the test",
    "* imageDetails*": "moto invents sizes and scan states",
    "* images.imageManifestMediaType": "moto guesses it",
    "* image.imageManifestMediaType": "moto guesses it",
    "* imageIds*": "order and tags",
    "* logGroups.*": "class and deletion protection differ by age",
    "* logStreams.uploadSequenceToken": "sequence tokens are ignored since 2023",
    "* logStreams*": "empty streams have no times in CloudWatch",
    "* nextSequenceToken": "ignored since 2023",
    "* rejectedLogEventsInfo*": "moto says that events of the test are too old",
    "* searchedLogStreams*": "empty since 2019",
    "* events.eventId": "moto's are numbers",
    "* events*": "moto drops events that are too old",
    "* Stacks.*": "moto adds drift, notification and rollback members",
    "* StackEvents.*": "moto adds the properties",
    "* StackResources.DriftInformation*": "drift is not served",
    "* StackResources.StackResourceDriftStatus": "as above",
    "* TemplateBody*": "moto parses JSON into an ordered map",
    "* OperationId": "new in 2025",
    "ec2.describe_availability_zones AvailabilityZones.*": "groups and opt-in are documented since 2019, moto leaves them out; messages are only about trouble",
    "ec2.describe_vpcs *": "moto starts with default networks, the sandbox's account has none",
    "ec2.describe_instance_types InstanceTypes.*": "of the forty facts about a type only the processors are served, which preflight counts",
    "* LocationConstraint": "none in the oldest region",
    "* CompletedDate": "none",
    "* Metadata*": "none",
    "* ArchiveStatus": "none",
    "* Location": "address of the endpoint",
    "* PasswordLastUsed": "no console",
    "* Roles*": "see GetRole",
    "* Users*": "moto starts empty, the sandbox too",
    "* Body": "a stream",
    "* MasterRegion": "none",
    "* PartNumberMarker": "zero echo",
    "* NextPartNumberMarker": "zero echo",
    "* MaxParts": "echo of a default",
    "* StorageClass": "default",
    "* ContentLanguage": "none",
    "* LastModified": "checked in StorageTests",
    "* registryId": "moto leaves it out of some answers",
    "* repository.*": "moto adds empty lists",
    "* repositories.*": "moto adds empty lists",
    "* ETag": "moto leaves it out of some answers",
}

# Error codes on which the two differ, with the reason: (call, moto's, sandbox's).
AGREED_ERRORS = {
    ("kms.encrypt(disabled)", "ok", "DisabledException"): "KMS refuses a disabled key",
    ("kms.encrypt(pending)", "ok", "KMSInvalidStateException"): "KMS refuses a key that waits for its deletion",
    ("s3.put_object(digest)", "ok", "BadDigest"): "S3 refuses a digest that does not fit",
    ("secretsmanager.create_secret(deleted)", "ResourceExistsException", "InvalidRequestException"): "Secrets Manager documents InvalidRequestException for a secret that is scheduled for deletion",
    ("route53.change_resource_record_sets(delete missing)", "InvalidInput", "InvalidChangeBatch"): "Route 53 documents InvalidChangeBatch for records that do not exist",
    ("ec2.describe_nat_gateways(missing)", "ok", "NatGatewayNotFound"): "EC2 documents NatGatewayNotFound",
    ("cloudformation.update_stack(nothing)", "ok", "ValidationError"): "CloudFormation refuses an update without a difference",
}


def shape(value):
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items() if k != "ResponseMetadata"}
    if isinstance(value, list):
        merged = {}
        for item in value:
            inner = shape(item)
            if isinstance(inner, dict):
                merged.update(inner)
            else:
                return [inner]
        return [merged] if value else []
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (bytes, str)):
        return type(value).__name__
    return type(value).__name__


def agreed(call, path):
    for key in AGREED:
        who, what = key.split(" ", 1)
        if who in ("*", call) and (path == what or (what.endswith("*") and path.startswith(what[:-1].rstrip("."))) or path.split(".")[-1] == what):
            return True
    return False


def differences(call, moto, ours, path=""):
    if isinstance(moto, dict) and isinstance(ours, dict):
        for key in sorted(set(moto) | set(ours)):
            inner = f"{path}.{key}" if path else key
            if key not in ours:
                if not agreed(call, inner):
                    yield f"{call}: {inner} is missing"
            elif key not in moto:
                if not agreed(call, inner):
                    yield f"{call}: {inner} is more than moto has"
            else:
                yield from differences(call, moto[key], ours[key], inner)
    elif isinstance(moto, list) and isinstance(ours, list):
        if moto and ours:
            yield from differences(call, moto[0], ours[0], path)
        elif bool(moto) != bool(ours) and not agreed(call, path):
            yield f"{call}: {path} is {'empty' if moto else 'not empty'}"
    elif moto != ours and not agreed(call, path):
        yield f"{call}: {path} is {ours}, moto has {moto}"


class World:
    def __init__(self, endpoint, verify, key, secret):
        self.made = {}
        self.results = {}
        config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, request_checksum_calculation="when_required", response_checksum_validation="when_required")
        self.make = lambda name: boto3.client(name, endpoint_url=endpoint, verify=verify, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret, config=config)
        self.clients = {}

    def call(self, service, operation, note="", **arguments):
        client = self.clients.setdefault(service, self.make(service))
        name = f"{service}.{operation}" + (f"({note})" if note else "")
        try:
            answer = getattr(client, operation)(**arguments)
            self.results[name] = ("ok", shape(answer))
            return answer
        except ClientError as error:
            self.results[name] = (error.response["Error"]["Code"], None)
            return None


def run(world):
    call = world.call
    call("sts", "get_caller_identity")

    call("s3", "create_bucket", Bucket="compare")
    call("s3", "head_bucket", Bucket="compare")
    call("s3", "head_bucket", "missing", Bucket="compare-none")
    call("s3", "list_buckets")
    call("s3", "get_bucket_location", Bucket="compare")
    call("s3", "put_object", Bucket="compare", Key="a/one", Body=b"one", Metadata={"k": "v"})
    call("s3", "put_object", "condition", Bucket="compare", Key="a/one", Body=b"two", IfNoneMatch="*")
    call("s3", "put_object", "digest", Bucket="compare", Key="a/one", Body=b"one", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")
    call("s3", "get_object", Bucket="compare", Key="a/one")
    call("s3", "get_object", "missing", Bucket="compare", Key="none")
    call("s3", "get_object", "range", Bucket="compare", Key="a/one", Range="bytes=10-20")
    call("s3", "head_object", Bucket="compare", Key="a/one")
    call("s3", "head_object", "missing", Bucket="compare", Key="none")
    call("s3", "list_objects_v2", Bucket="compare", Prefix="a/")
    call("s3", "list_objects_v2", "groups", Bucket="compare", Delimiter="/")
    call("s3", "list_objects_v2", "missing", Bucket="compare-none")
    call("s3", "copy_object", Bucket="compare", Key="copy", CopySource={"Bucket": "compare", "Key": "a/one"})
    call("s3", "get_bucket_versioning", Bucket="compare")
    call("s3", "put_bucket_versioning", Bucket="compare", VersioningConfiguration={"Status": "Enabled"})
    call("s3", "put_object", "versioned", Bucket="compare", Key="a/one", Body=b"three")
    call("s3", "list_object_versions", Bucket="compare", Prefix="a/")
    call("s3", "delete_object", Bucket="compare", Key="a/one")
    call("s3", "list_object_versions", "marker", Bucket="compare", Prefix="a/")
    call("s3", "delete_bucket", "not empty", Bucket="compare")
    call("s3", "get_bucket_tagging", "none", Bucket="compare")
    call("s3", "put_bucket_tagging", Bucket="compare", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    call("s3", "get_bucket_tagging", Bucket="compare")
    call("s3", "get_bucket_policy", "none", Bucket="compare")
    call("s3", "get_bucket_lifecycle_configuration", "none", Bucket="compare")
    call("s3", "get_bucket_cors", "none", Bucket="compare")
    call("s3", "get_public_access_block", "none", Bucket="compare")
    call("s3", "put_public_access_block", Bucket="compare", PublicAccessBlockConfiguration={"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True})
    call("s3", "get_public_access_block", Bucket="compare")
    upload = call("s3", "create_multipart_upload", Bucket="compare", Key="big")["UploadId"]
    part = call("s3", "upload_part", Bucket="compare", Key="big", UploadId=upload, PartNumber=1, Body=b"x")["ETag"]
    call("s3", "list_parts", Bucket="compare", Key="big", UploadId=upload)
    call("s3", "list_multipart_uploads", Bucket="compare")
    call("s3", "complete_multipart_upload", "part", Bucket="compare", Key="big", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 2, "ETag": part}]})
    call("s3", "complete_multipart_upload", Bucket="compare", Key="big", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part}]})
    call("s3", "list_parts", "gone", Bucket="compare", Key="big", UploadId=upload)
    call("s3", "abort_multipart_upload", "missing", Bucket="compare", Key="big", UploadId="none")
    call("s3", "delete_objects", Bucket="compare", Delete={"Objects": [{"Key": "copy"}]})

    key = call("kms", "create_key", Description="one")["KeyMetadata"]["KeyId"]
    call("kms", "describe_key", KeyId=key)
    call("kms", "describe_key", "missing", KeyId="00000000-0000-0000-0000-000000000000")
    call("kms", "list_keys")
    call("kms", "create_alias", AliasName="alias/one", TargetKeyId=key)
    call("kms", "create_alias", "twice", AliasName="alias/one", TargetKeyId=key)
    call("kms", "list_aliases", KeyId=key)
    cipher = call("kms", "encrypt", KeyId="alias/one", Plaintext=b"secret", EncryptionContext={"a": "b"})["CiphertextBlob"]
    call("kms", "decrypt", CiphertextBlob=cipher, EncryptionContext={"a": "b"})
    call("kms", "decrypt", "context", CiphertextBlob=cipher, EncryptionContext={"a": "c"})
    call("kms", "generate_data_key", KeyId=key, KeySpec="AES_256")
    call("kms", "generate_data_key_without_plaintext", KeyId=key, KeySpec="AES_256")
    call("kms", "generate_random", NumberOfBytes=16)
    call("kms", "get_key_policy", KeyId=key, PolicyName="default")
    call("kms", "get_key_rotation_status", KeyId=key)
    call("kms", "list_resource_tags", KeyId=key)
    call("kms", "disable_key", KeyId=key)
    call("kms", "encrypt", "disabled", KeyId=key, Plaintext=b"x")
    call("kms", "enable_key", KeyId=key)
    call("kms", "schedule_key_deletion", KeyId=key, PendingWindowInDays=7)
    call("kms", "encrypt", "pending", KeyId=key, Plaintext=b"x")
    call("kms", "cancel_key_deletion", KeyId=key)
    call("kms", "delete_alias", AliasName="alias/one")
    call("kms", "delete_alias", "missing", AliasName="alias/none")

    call("secretsmanager", "create_secret", Name="one", SecretString="1")
    call("secretsmanager", "create_secret", "twice", Name="one", SecretString="1")
    call("secretsmanager", "describe_secret", SecretId="one")
    call("secretsmanager", "get_secret_value", SecretId="one")
    call("secretsmanager", "get_secret_value", "missing", SecretId="none")
    call("secretsmanager", "put_secret_value", SecretId="one", SecretString="2")
    call("secretsmanager", "get_secret_value", "previous", SecretId="one", VersionStage="AWSPREVIOUS")
    call("secretsmanager", "get_secret_value", "stage", SecretId="one", VersionStage="NOSUCH")
    call("secretsmanager", "list_secret_version_ids", SecretId="one")
    call("secretsmanager", "update_secret", SecretId="one", Description="d")
    call("secretsmanager", "list_secrets")
    call("secretsmanager", "get_random_password")
    call("secretsmanager", "delete_secret", "window", SecretId="one", RecoveryWindowInDays=3)
    call("secretsmanager", "delete_secret", SecretId="one")
    call("secretsmanager", "get_secret_value", "deleted", SecretId="one")
    call("secretsmanager", "create_secret", "deleted", Name="one", SecretString="1")
    call("secretsmanager", "restore_secret", SecretId="one")
    call("secretsmanager", "delete_secret", "force", SecretId="one", ForceDeleteWithoutRecovery=True)

    call("ecr", "create_repository", repositoryName="acme/app")
    call("ecr", "create_repository", "twice", repositoryName="acme/app")
    call("ecr", "describe_repositories")
    call("ecr", "describe_repositories", "missing", repositoryNames=["none"])
    call("ecr", "get_authorization_token")
    manifest = '{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"mediaType":"a","size":1,"digest":"sha256:00"},"layers":[]}'
    call("ecr", "put_image", repositoryName="acme/app", imageTag="1", imageManifest=manifest)
    call("ecr", "list_images", repositoryName="acme/app")
    call("ecr", "describe_images", repositoryName="acme/app")
    call("ecr", "describe_images", "missing", repositoryName="acme/app", imageIds=[{"imageTag": "none"}])
    call("ecr", "batch_get_image", repositoryName="acme/app", imageIds=[{"imageTag": "1"}])
    call("ecr", "get_repository_policy", "none", repositoryName="acme/app")
    call("ecr", "delete_repository", "not empty", repositoryName="acme/app")
    call("ecr", "delete_repository", repositoryName="acme/app", force=True)
    call("ecr", "delete_repository", "missing", repositoryName="acme/app")

    zone = call("route53", "create_hosted_zone", Name="example.test", CallerReference="1")["HostedZone"]["Id"]
    call("route53", "get_hosted_zone", Id=zone)
    call("route53", "get_hosted_zone", "missing", Id="ZNONE")
    call("route53", "list_hosted_zones")
    call("route53", "get_hosted_zone_count")
    record = {"Name": "a.example.test", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    change = lambda action, what: {"Changes": [{"Action": action, "ResourceRecordSet": what}]}
    call("route53", "change_resource_record_sets", HostedZoneId=zone, ChangeBatch=change("CREATE", record))
    call("route53", "change_resource_record_sets", "twice", HostedZoneId=zone, ChangeBatch=change("CREATE", record))
    call("route53", "change_resource_record_sets", "delete missing", HostedZoneId=zone, ChangeBatch=change("DELETE", {**record, "Name": "b.example.test"}))
    call("route53", "list_resource_record_sets", HostedZoneId=zone)
    call("route53", "list_tags_for_resource", ResourceType="hostedzone", ResourceId=zone.split("/")[-1])
    call("route53", "delete_hosted_zone", "not empty", Id=zone)
    call("route53", "change_resource_record_sets", "delete", HostedZoneId=zone, ChangeBatch=change("DELETE", record))
    call("route53", "delete_hosted_zone", Id=zone)

    call("logs", "create_log_group", logGroupName="/one")
    call("logs", "create_log_group", "twice", logGroupName="/one")
    call("logs", "describe_log_groups", logGroupNamePrefix="/one")
    call("logs", "put_retention_policy", logGroupName="/one", retentionInDays=7)
    call("logs", "put_retention_policy", "missing", logGroupName="/none", retentionInDays=7)
    call("logs", "create_log_stream", logGroupName="/one", logStreamName="s")
    call("logs", "create_log_stream", "twice", logGroupName="/one", logStreamName="s")
    call("logs", "put_log_events", logGroupName="/one", logStreamName="s", logEvents=[{"timestamp": int(time.time() * 1000), "message": "hello"}])
    call("logs", "get_log_events", logGroupName="/one", logStreamName="s")
    call("logs", "get_log_events", "missing", logGroupName="/one", logStreamName="none")
    call("logs", "filter_log_events", logGroupName="/one")
    call("logs", "describe_log_streams", logGroupName="/one")
    call("logs", "delete_log_group", logGroupName="/one")
    call("logs", "delete_log_group", "missing", logGroupName="/one")

    for operation, arguments in [("get_role", {"RoleName": "none"}), ("get_user", {"UserName": "none"}), ("get_policy", {"PolicyArn": "arn:aws:iam::000000000000:policy/none"}),
                                 ("list_role_policies", {"RoleName": "none"}), ("get_instance_profile", {"InstanceProfileName": "none"}), ("delete_access_key", {"UserName": "none", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"})]:
        call("iam", operation, "missing", **arguments)
    call("iam", "list_roles")
    call("iam", "list_open_id_connect_providers")
    call("iam", "list_account_aliases")

    call("elbv2", "describe_load_balancers")
    call("elbv2", "describe_load_balancers", "missing", Names=["none"])
    call("elbv2", "describe_target_groups", "missing", Names=["none"])
    call("rds", "describe_db_instances")
    call("rds", "describe_db_instances", "missing", DBInstanceIdentifier="none")
    call("rds", "describe_db_clusters", "missing", DBClusterIdentifier="none")
    call("rds", "describe_db_subnet_groups", "missing", DBSubnetGroupName="none")
    call("eks", "describe_cluster", "missing", name="none")
    call("eks", "list_clusters")
    for operation, arguments in [("describe_vpcs", {"VpcIds": ["vpc-00000000000000000"]}), ("describe_subnets", {"SubnetIds": ["subnet-00000000000000000"]}),
                                 ("describe_security_groups", {"GroupIds": ["sg-00000000000000000"]}), ("describe_internet_gateways", {"InternetGatewayIds": ["igw-00000000000000000"]}),
                                 ("describe_route_tables", {"RouteTableIds": ["rtb-00000000000000000"]}), ("describe_nat_gateways", {"NatGatewayIds": ["nat-00000000000000000"]})]:
        call("ec2", operation, "missing", **arguments)

    for operation, arguments in [("describe_regions", {"RegionNames": ["us-east-1"]}), ("describe_availability_zones", {"ZoneNames": ["us-east-1a"]}), ("describe_vpcs", {}), ("describe_instances", {}),
                                 ("describe_instance_types", {"InstanceTypes": ["t3.medium"]}), ("describe_instance_type_offerings", {"LocationType": "availability-zone", "Filters": [{"Name": "instance-type", "Values": ["t3.medium"]}]})]:
        call("ec2", operation, **arguments)
    call("ec2", "describe_instance_types", "missing", InstanceTypes=["t3.none"])
    call("ec2", "describe_regions", "missing", RegionNames=["us-none-1"])
    call("ec2", "describe_availability_zones", "missing", ZoneNames=["us-none-1a"])
    call("service-quotas", "get_service_quota", ServiceCode="vpc", QuotaCode="L-F678F1CE")
    call("service-quotas", "get_service_quota", "missing", ServiceCode="vpc", QuotaCode="L-00000000")

    template = '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":"compare"}}}}'
    call("cloudformation", "create_stack", StackName="one", TemplateBody=template)
    for _ in range(100):
        answer = call("cloudformation", "describe_stacks", StackName="one")
        if answer["Stacks"][0]["StackStatus"] != "CREATE_IN_PROGRESS":
            break
        time.sleep(0.05)
    call("cloudformation", "create_stack", "twice", StackName="one", TemplateBody=template)
    call("cloudformation", "describe_stacks", "missing", StackName="none")
    call("cloudformation", "describe_stack_events", StackName="one")
    call("cloudformation", "describe_stack_resources", StackName="one")
    call("cloudformation", "get_template", StackName="one")
    call("cloudformation", "update_stack", "nothing", StackName="one", TemplateBody=template)
    call("cloudformation", "delete_stack", StackName="one")
    call("cloudformation", "delete_stack", "missing", StackName="none")


moto, ours = World(MOTO, None, "AKIAIOSFODNN7EXAMPLE", "x"), World(SANDBOX, CA, KEY, SECRET)
run(moto)
run(ours)
for name, (code, answer) in moto.results.items():
    code_here, answer_here = ours.results.get(name, ("not called", None))
    if code != code_here:
        if (name, code, code_here) not in AGREED_ERRORS:
            print(f"{name}: {code_here}, moto answers {code}")
    elif answer is not None:
        for line in differences(name, answer, answer_here):
            print(line)
print(f"compared {len(moto.results)} calls")
