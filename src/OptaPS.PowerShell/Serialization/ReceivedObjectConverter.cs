using System.Globalization;
using System.Management.Automation;
using OptaPS.Objects;

namespace OptaPS.PowerShell.Serialization;

/// <summary>
/// Makes an object of this module again of what a background job, a remote session or Import-Clixml delivers: a bag of its properties. So
/// <c>Start-Job { Get-OptaServiceEndpoint staging } | Receive-Job -Wait | Test-OptaServiceEndpoint</c> works. OptaPS.Types.ps1xml names it for
/// the types that cmdlets take as input.
/// </summary>
public sealed class ReceivedObjectConverter : PSTypeConverter
{
    private const string Prefix = "Deserialized.";

    /// <inheritdoc/>
    public override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => sourceValue.TypeNames.Contains(Prefix + destinationType.FullName);

    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => sourceValue is PSObject received && CanConvertFrom(received, destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => Make(sourceValue, destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => Make(PSObject.AsPSObject(sourceValue), destinationType);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) => throw new PSInvalidCastException();

    private static object Make(PSObject received, Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var made = constructor.Invoke([.. parameters.Select(p => Value(received, p.Name!, p.ParameterType))]);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && !parameters.Any(parameter => parameter.Name == p.Name)))
            property.SetValue(made, Value(received, property.Name, property.PropertyType));
        return made;
    }

    private static object? Value(PSObject received, string name, Type type)
    {
        var value = received.Properties[name]?.Value;
        if (value is null)
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? List(value, type.GetGenericArguments()[0]) : One(value, Nullable.GetUnderlyingType(type) ?? type);
    }

    private static Array List(object value, Type element)
    {
        var items = LanguagePrimitives.GetEnumerable(value)?.Cast<object>().ToList() ?? [value];
        var made = Array.CreateInstance(element, items.Count);
        for (var index = 0; index < items.Count; index++)
            made.SetValue(One(items[index], element), index);
        return made;
    }

    private static object? One(object value, Type type)
    {
        if (value is PSObject part && part.TypeNames.Contains(Prefix + type.FullName) && type.Assembly == typeof(PlanView).Assembly && !type.IsEnum)
            return Make(part, type);
        // A point in time arrives as a bag, too; its text is enough.
        return type == typeof(DateTimeOffset) && value is PSObject { BaseObject: not DateTimeOffset }
            ? DateTimeOffset.Parse(value.ToString()!, CultureInfo.InvariantCulture)
            : LanguagePrimitives.ConvertTo(value, type, CultureInfo.InvariantCulture);
    }
}
