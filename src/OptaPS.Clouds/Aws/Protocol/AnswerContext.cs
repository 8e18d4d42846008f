using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>Hands the pipeline's answer to <see cref="AnswerUnmarshaller"/> as bytes, whatever its format.</summary>
internal sealed class AnswerContext : UnmarshallerContext
{
    /// <summary>Wraps the answer's stream.</summary>
    public AnswerContext(Stream stream, IWebResponseData response, bool isException)
    {
        WrappingStream = new CachingWrapperStream(stream);
        WebResponseData = response;
        IsException = isException;
        MaintainResponseBody = true;
    }

    /// <inheritdoc/>
    public override string CurrentPath => "";

    /// <inheritdoc/>
    public override int CurrentDepth => 0;

    /// <inheritdoc/>
    public override bool IsStartElement => false;

    /// <inheritdoc/>
    public override bool IsEndElement => false;

    /// <inheritdoc/>
    public override bool IsStartOfDocument => true;

    /// <summary>Reads the rest of the body.</summary>
    public byte[] ReadAll()
    {
        using var buffer = new MemoryStream();
        WrappingStream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
