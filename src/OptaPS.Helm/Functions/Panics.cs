using System.Diagnostics.CodeAnalysis;

namespace OptaPS.Helm.Functions;

/// <summary>The words of Go's run-time errors.</summary>
internal static class Panics
{
    [DoesNotReturn]
    public static void NilPointer() => throw FunctionException.Panic("invalid memory address or nil pointer dereference");

    public static FunctionException IndexOutOfRange(long index, long length) =>
        FunctionException.Panic(index < 0 ? $"index out of range [{index}]" : $"index out of range [{index}] with length {length}");

    public static FunctionException SliceBounds(long low, long high) => FunctionException.Panic($"slice bounds out of range [{low}:{high}]");

    public static FunctionException Conversion(object? value, string wanted) =>
        new(value is null ? $"interface conversion: interface {{}} is nil, not {wanted}" : $"interface conversion: interface {{}} is {GoTypes.Of(value)!.Name}, not {wanted}");
}
