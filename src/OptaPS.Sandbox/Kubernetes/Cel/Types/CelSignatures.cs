using System.Collections.Frozen;

namespace OptaPS.Sandbox.Kubernetes.Cel.Types;

/// <summary>The signatures of all operators and functions: name, id, arguments, answer; a dot before the name says that it is called on a target.</summary>
internal static class CelSignatures
{
    private const string Table = """
        !_ logical_not (bool) bool
        @not_strictly_false not_strictly_false (bool) bool
        _?_:_ conditional (bool A A) A
        _&&_ logical_and (bool bool) bool
        _||_ logical_or (bool bool) bool
        _==_ equals (A A) bool
        _!=_ not_equals (A A) bool
        -_ negate_double (double) double
        -_ negate_int64 (int) int
        _+_ add_bytes (bytes bytes) bytes
        _+_ add_double (double double) double
        _+_ add_duration_duration (duration duration) duration
        _+_ add_duration_timestamp (duration timestamp) timestamp
        _+_ add_timestamp_duration (timestamp duration) timestamp
        _+_ add_int64 (int int) int
        _+_ add_list (list(A) list(A)) list(A)
        _+_ add_string (string string) string
        _+_ add_uint64 (uint uint) uint
        _-_ subtract_double (double double) double
        _-_ subtract_duration_duration (duration duration) duration
        _-_ subtract_int64 (int int) int
        _-_ subtract_timestamp_duration (timestamp duration) timestamp
        _-_ subtract_timestamp_timestamp (timestamp timestamp) duration
        _-_ subtract_uint64 (uint uint) uint
        _*_ multiply_double (double double) double
        _*_ multiply_int64 (int int) int
        _*_ multiply_uint64 (uint uint) uint
        _/_ divide_double (double double) double
        _/_ divide_int64 (int int) int
        _/_ divide_uint64 (uint uint) uint
        _%_ modulo_int64 (int int) int
        _%_ modulo_uint64 (uint uint) uint
        @in in_list (A list(A)) bool
        @in in_map (A map(A,B)) bool
        _[_] index_list (list(A) int) A
        _[_] index_map (map(A,B) A) B
        _[_] optional_list_index_value (optional_type(list(A)) int) optional_type(A)
        _[_] optional_map_index_value (optional_type(map(A,B)) A) optional_type(B)
        _[?_] list_optindex_optional_int (list(A) int) optional_type(A)
        _[?_] optional_list_optindex_optional_int (optional_type(list(A)) int) optional_type(A)
        _[?_] map_optindex_optional_value (map(A,B) A) optional_type(B)
        _[?_] optional_map_optindex_optional_value (optional_type(map(A,B)) A) optional_type(B)
        size size_string (string) int
        size size_bytes (bytes) int
        size size_list (list(A)) int
        size size_map (map(A,B)) int
        .size string_size (string) int
        .size bytes_size (bytes) int
        .size list_size (list(A)) int
        .size map_size (map(A,B)) int
        type type (A) type
        dyn to_dyn (A) dyn
        bool bool_to_bool (bool) bool
        bool string_to_bool (string) bool
        bytes bytes_to_bytes (bytes) bytes
        bytes string_to_bytes (string) bytes
        double double_to_double (double) double
        double int64_to_double (int) double
        double string_to_double (string) double
        double uint64_to_double (uint) double
        int int64_to_int64 (int) int
        int double_to_int64 (double) int
        int duration_to_int64 (duration) int
        int string_to_int64 (string) int
        int timestamp_to_int64 (timestamp) int
        int uint64_to_int64 (uint) int
        uint uint64_to_uint64 (uint) uint
        uint double_to_uint64 (double) uint
        uint int64_to_uint64 (int) uint
        uint string_to_uint64 (string) uint
        string string_to_string (string) string
        string bool_to_string (bool) string
        string bytes_to_string (bytes) string
        string double_to_string (double) string
        string duration_to_string (duration) string
        string int64_to_string (int) string
        string timestamp_to_string (timestamp) string
        string uint64_to_string (uint) string
        string ip_to_string (net.IP) string
        string cidr_to_string (net.CIDR) string
        duration duration_to_duration (duration) duration
        duration int64_to_duration (int) duration
        duration string_to_duration (string) duration
        timestamp timestamp_to_timestamp (timestamp) timestamp
        timestamp int64_to_timestamp (int) timestamp
        timestamp string_to_timestamp (string) timestamp
        matches matches (string string) bool
        .matches matches_string (string string) bool
        .contains contains_string (string string) bool
        .startsWith starts_with_string (string string) bool
        .endsWith ends_with_string (string string) bool
        .getFullYear timestamp_to_year (timestamp) int
        .getFullYear timestamp_to_year_with_tz (timestamp string) int
        .getMonth timestamp_to_month (timestamp) int
        .getDate timestamp_to_day_of_month_1_based (timestamp) int
        .getDayOfWeek timestamp_to_day_of_week (timestamp) int
        .getHours timestamp_to_hours (timestamp) int
        .getHours duration_to_hours (duration) int
        .getMinutes timestamp_to_minutes (timestamp) int
        .getMinutes duration_to_minutes (duration) int
        .getSeconds timestamp_to_seconds (timestamp) int
        .getSeconds duration_to_seconds (duration) int
        .getMilliseconds timestamp_to_milliseconds (timestamp) int
        .getMilliseconds duration_to_milliseconds (duration) int
        .charAt string_char_at_int (string int) string
        .indexOf string_index_of_string (string string) int
        .indexOf string_index_of_string_int (string string int) int
        .indexOf list_a_index_of_int (list(A) A) int
        .lastIndexOf string_last_index_of_string (string string) int
        .lastIndexOf string_last_index_of_string_int (string string int) int
        .lastIndexOf list_a_last_index_of_int (list(A) A) int
        .join list_join (list(string)) string
        .join list_join_string (list(string) string) string
        .lowerAscii string_lower_ascii (string) string
        .upperAscii string_upper_ascii (string) string
        .trim string_trim (string) string
        .replace string_replace_string_string (string string string) string
        .replace string_replace_string_string_int (string string string int) string
        .split string_split_string (string string) list(string)
        .split string_split_string_int (string string int) list(string)
        .substring string_substring_int (string int) string
        .substring string_substring_int_int (string int int) string
        .format string_format (string list(dyn)) string
        .find string_find_string (string string) string
        .findAll string_find_all_string (string string) list(string)
        .findAll string_find_all_string_int (string string int) list(string)
        isURL is_url_string (string) bool
        url string_to_url (string) kubernetes.URL
        .getScheme url_get_scheme (kubernetes.URL) string
        .getHost url_get_host (kubernetes.URL) string
        .getHostname url_get_hostname (kubernetes.URL) string
        .getPort url_get_port (kubernetes.URL) string
        .getEscapedPath url_get_escaped_path (kubernetes.URL) string
        .getQuery url_get_query (kubernetes.URL) map(string,list(string))
        isQuantity is_quantity_string (string) bool
        quantity string_to_quantity (string) kubernetes.Quantity
        .sign quantity_sign (kubernetes.Quantity) int
        .isGreaterThan quantity_is_greater_than (kubernetes.Quantity kubernetes.Quantity) bool
        .isLessThan quantity_is_less_than (kubernetes.Quantity kubernetes.Quantity) bool
        .compareTo quantity_compare_to (kubernetes.Quantity kubernetes.Quantity) int
        .asApproximateFloat quantity_get_float (kubernetes.Quantity) double
        .asInteger quantity_get_int (kubernetes.Quantity) int
        .isInteger quantity_is_integer (kubernetes.Quantity) bool
        .add quantity_add (kubernetes.Quantity kubernetes.Quantity) kubernetes.Quantity
        .add quantity_add_int (kubernetes.Quantity int) kubernetes.Quantity
        .sub quantity_sub (kubernetes.Quantity kubernetes.Quantity) kubernetes.Quantity
        .sub quantity_sub_int (kubernetes.Quantity int) kubernetes.Quantity
        isIP is_ip (string) bool
        ip string_to_ip (string) net.IP
        .family ip_family (net.IP) int
        .isUnspecified ip_is_unspecified (net.IP) bool
        .isLoopback ip_is_loopback (net.IP) bool
        .isGlobalUnicast ip_is_global_unicast (net.IP) bool
        isCIDR is_cidr (string) bool
        cidr string_to_cidr (string) net.CIDR
        .containsIP cidr_contains_ip_string (net.CIDR string) bool
        .containsIP cidr_contains_ip_ip (net.CIDR net.IP) bool
        .containsCIDR cidr_contains_cidr_string (net.CIDR string) bool
        .containsCIDR cidr_contains_cidr (net.CIDR net.CIDR) bool
        .ip cidr_ip (net.CIDR) net.IP
        .prefixLength cidr_prefix_length (net.CIDR) int
        .masked cidr_masked (net.CIDR) net.CIDR
        format.named format-named (string) optional_type(kubernetes.NamedFormat)
        .validate format-validate (kubernetes.NamedFormat string) optional_type(list(string))
        optional.of optional_of (A) optional_type(A)
        optional.ofNonZeroValue optional_ofNonZeroValue (A) optional_type(A)
        optional.none optional_none () optional_type(A)
        .hasValue optional_hasValue (optional_type(A)) bool
        .value optional_value (optional_type(A)) A
        .or optional_or_optional (optional_type(A) optional_type(A)) optional_type(A)
        .orValue optional_orValue_value (optional_type(A) A) A
        """;

    /// <summary>Types whose values have an order.</summary>
    private static readonly string[] Ordered = ["bool", "int64:int", "uint64:uint", "double", "string", "bytes", "timestamp", "duration"];

    private static readonly FrozenDictionary<string, CelOverload[]> All = Read();

    /// <summary>The signatures of a function; empty when the language has none of that name.</summary>
    public static IReadOnlyList<CelOverload> Of(string name) => All.GetValueOrDefault(name, []);

    private static FrozenDictionary<string, CelOverload[]> Read()
    {
        var lines = Table.Split('\n').ToList();
        foreach (var (word, id) in new[] { ("_<_", "less"), ("_<=_", "less_equals"), ("_>_", "greater"), ("_>=_", "greater_equals") })
        {
            foreach (var entry in Ordered)
                lines.Add($"{word} {id}_{entry.Split(':')[0]} ({entry.Split(':')[^1]} {entry.Split(':')[^1]}) bool");
            foreach (var (left, right) in new[] { ("int", "double"), ("int", "uint"), ("uint", "double"), ("uint", "int"), ("double", "int"), ("double", "uint") })
                lines.Add($"{word} {id}_{left}_{right} ({left} {right}) bool");
        }

        foreach (var name in CelFormat.Names)
            lines.Add($"format.{name} format.{name} () kubernetes.NamedFormat");
        foreach (var type in new[] { "int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes" })
        {
            lines.Add($".isSorted list_{type}_is_sorted_bool (list({type})) bool");
            lines.Add($".max list_{type}_max_{type} (list({type})) {type}");
            lines.Add($".min list_{type}_min_{type} (list({type})) {type}");
            if (type is "int" or "uint" or "double" or "duration")
                lines.Add($".sum list_{type}_sum_{type} (list({type})) {type}");
        }

        return lines.Select(One).GroupBy(pair => pair.Name, pair => pair.Overload, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    private static (string Name, CelOverload Overload) One(string line)
    {
        var words = line.Trim().Split(' ', 3);
        var close = Close(words[2], 0);
        var arguments = words[2][1..close].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Type).ToList();
        return (words[0].TrimStart('.'), new CelOverload(words[1], words[0][0] == '.', arguments, Type(words[2][(close + 2)..])));
    }

    private static CelType Type(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
            return new CelType(text);
        var inner = text[(open + 1)..^1];
        var comma = inner.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? new CelType(text[..open], Type(inner)) : new CelType(text[..open], Type(inner[..comma]), Type(inner[(comma + 1)..]));
    }

    private static int Close(string text, int open)
    {
        var depth = 0;
        for (var i = open; ; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
                return i;
        }
    }
}
