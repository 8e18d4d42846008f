using System.Collections;
using System.Globalization;

namespace OptaPS.PowerShell.Pipeline;

/// <summary>Reads the hashtable of input variables that a user gives to <c>-Variable</c>.</summary>
internal static class VariableTable
{
    public static IReadOnlyDictionary<string, string> Read(Hashtable? table)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (table is null)
            return result;

        foreach (DictionaryEntry entry in table)
            result[Text(entry.Key)] = entry.Value is bool flag ? (flag ? "true" : "false") : Text(entry.Value);
        return result;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
