using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>Reads answers as bytes and errors by the protocol's own rules.</summary>
internal sealed class AnswerUnmarshaller(Func<byte[], IWebResponseData, AwsErrorBody> readError) : ResponseUnmarshaller
{
    private static readonly string[] RequestIdHeaders = ["x-amzn-RequestId", "x-amz-request-id", "x-amzn-requestid"];

    /// <inheritdoc/>
    public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input)
    {
        var context = (AnswerContext)input;
        return new AwsAnswer
        {
            Body = context.ReadAll(),
            Date = SigningTime.DateOf(context.ResponseData),
            ResponseMetadata = new ResponseMetadata { RequestId = RequestIdOf(context.ResponseData) },
        };
    }

    /// <inheritdoc/>
    public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var context = (AnswerContext)input;
        var error = readError(context.ReadAll(), context.ResponseData);
        var kind = (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender;
        return new AmazonServiceException(error.Message, innerException, kind, error.Code, error.RequestId ?? RequestIdOf(context.ResponseData), statusCode);
    }

    /// <inheritdoc/>
    protected override UnmarshallerContext ConstructUnmarshallerContext(Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException) =>
        new AnswerContext(responseStream, response, isException);

    /// <inheritdoc/>
    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException, IRequestContext requestContext) =>
        new AnswerContext(responseStream, response, isException);

    private static string? RequestIdOf(IWebResponseData response) =>
        RequestIdHeaders.Where(response.IsHeaderPresent).Select(response.GetHeaderValue).FirstOrDefault();
}
