namespace OptaPS.Configuration;

/// <summary>The codes of findings in files; each has a heading in docs/errors/1xxx.md.</summary>
internal static class Codes
{
    /// <summary>File not found.</summary>
    public const string FileNotFound = "OPTA1001";

    /// <summary>File cannot be read.</summary>
    public const string FileUnreadable = "OPTA1002";

    /// <summary>File too large.</summary>
    public const string FileTooLarge = "OPTA1003";

    /// <summary>File is not UTF-8.</summary>
    public const string NotUtf8 = "OPTA1004";

    /// <summary>YAML syntax.</summary>
    public const string Syntax = "OPTA1005";

    /// <summary>Tab used for indentation.</summary>
    public const string Tab = "OPTA1006";

    /// <summary>Key written twice.</summary>
    public const string DuplicateKey = "OPTA1007";

    /// <summary>Unknown or cyclic alias.</summary>
    public const string Alias = "OPTA1008";

    /// <summary>Aliases expand too far.</summary>
    public const string AliasBomb = "OPTA1009";

    /// <summary>Nested too deeply.</summary>
    public const string TooDeep = "OPTA1010";

    /// <summary>More than one document.</summary>
    public const string SeveralDocuments = "OPTA1011";

    /// <summary>YAML feature not supported.</summary>
    public const string UnsupportedYaml = "OPTA1012";

    /// <summary>Merge key without a map.</summary>
    public const string MergeKey = "OPTA1013";

    /// <summary>File is empty.</summary>
    public const string Empty = "OPTA1014";

    /// <summary>File is not a map.</summary>
    public const string NotAMap = "OPTA1015";

    /// <summary>Unknown top-level key.</summary>
    public const string UnknownTopLevelKey = "OPTA1101";

    /// <summary>Required key missing.</summary>
    public const string MissingKey = "OPTA1102";

    /// <summary>Key has the wrong type.</summary>
    public const string WrongKeyType = "OPTA1103";

    /// <summary>Layer name not allowed.</summary>
    public const string LayerName = "OPTA1104";

    /// <summary>Organisation name not allowed.</summary>
    public const string OrgName = "OPTA1105";

    /// <summary>Providers not usable.</summary>
    public const string Providers = "OPTA1106";

    /// <summary>Provider setting wrong.</summary>
    public const string ProviderKey = "OPTA1107";

    /// <summary>Environment list wrong.</summary>
    public const string Environments = "OPTA1108";

    /// <summary>Environment not chosen.</summary>
    public const string EnvironmentNotChosen = "OPTA1109";

    /// <summary>Environment unknown.</summary>
    public const string EnvironmentUnknown = "OPTA1110";

    /// <summary>Environment file not found.</summary>
    public const string ParentNotFound = "OPTA1111";

    /// <summary>Environment file is not an environment.</summary>
    public const string ParentCycle = "OPTA1112";

    /// <summary>Environment file has errors.</summary>
    public const string ParentBroken = "OPTA1113";

    /// <summary>Environment file from git not available.</summary>
    public const string Git = "OPTA1114";

    /// <summary>File found under the other extension.</summary>
    public const string OtherExtension = "OPTA1115";

    /// <summary>Service named like its environment.</summary>
    public const string SameNameAsParent = "OPTA1116";

    /// <summary>Variable not declared.</summary>
    public const string VariableUndeclared = "OPTA1117";

    /// <summary>Variable without value.</summary>
    public const string VariableMissing = "OPTA1118";

    /// <summary>Variable with two values.</summary>
    public const string VariableConflict = "OPTA1119";

    /// <summary>Variable declaration wrong.</summary>
    public const string VariableDeclaration = "OPTA1120";

    /// <summary>Key not allowed in this kind of file.</summary>
    public const string KeyNotHere = "OPTA1121";

    /// <summary>Cluster not named.</summary>
    public const string AmbientCluster = "OPTA1122";

    /// <summary>Unknown module type.</summary>
    public const string UnknownModuleType = "OPTA1201";

    /// <summary>Module type not on this cloud.</summary>
    public const string TypeNotOnCloud = "OPTA1202";

    /// <summary>Module name not allowed.</summary>
    public const string ModuleName = "OPTA1203";

    /// <summary>Module name used twice.</summary>
    public const string DuplicateModule = "OPTA1204";

    /// <summary>Module type used twice.</summary>
    public const string OncePerFile = "OPTA1205";

    /// <summary>Module in the wrong kind of file.</summary>
    public const string WrongPlace = "OPTA1206";

    /// <summary>depends_on names no module.</summary>
    public const string DependsOn = "OPTA1207";

    /// <summary>Modules wait for each other.</summary>
    public const string DependsOnCycle = "OPTA1208";

    /// <summary>Module missing or too late.</summary>
    public const string ModuleOrder = "OPTA1209";

    /// <summary>Unknown input.</summary>
    public const string UnknownInput = "OPTA1210";

    /// <summary>Required input missing.</summary>
    public const string MissingInput = "OPTA1211";

    /// <summary>Input has the wrong type.</summary>
    public const string WrongType = "OPTA1212";

    /// <summary>Value not allowed.</summary>
    public const string NotAllowed = "OPTA1213";

    /// <summary>Number out of range.</summary>
    public const string OutOfRange = "OPTA1214";

    /// <summary>Text has the wrong form.</summary>
    public const string WrongForm = "OPTA1215";

    /// <summary>Inputs contradict each other.</summary>
    public const string Rule = "OPTA1216";

    /// <summary>List has the wrong size or repeats an item.</summary>
    public const string ListSize = "OPTA1217";

    /// <summary>Link names no module.</summary>
    public const string LinkTarget = "OPTA1218";

    /// <summary>Link between types that cannot be linked.</summary>
    public const string LinkType = "OPTA1219";

    /// <summary>Link permission not known.</summary>
    public const string LinkPermission = "OPTA1220";

    /// <summary>Link rename map incomplete.</summary>
    public const string LinkRename = "OPTA1221";

    /// <summary>Two links inject the same name.</summary>
    public const string LinkClash = "OPTA1222";

    /// <summary>Name too long for the cloud.</summary>
    public const string NameTooLong = "OPTA1223";

    /// <summary>Input is filled in by OptaPS.</summary>
    public const string FilledIn = "OPTA1224";

    /// <summary>Named file not found.</summary>
    public const string ReferencedFile = "OPTA1225";

    /// <summary>Ports wrong.</summary>
    public const string Ports = "OPTA1226";

    /// <summary>Public URI wrong.</summary>
    public const string PublicUri = "OPTA1227";

    /// <summary>Unknown name in braces.</summary>
    public const string UnknownName = "OPTA1301";

    /// <summary>Braces not allowed here.</summary>
    public const string NotAllowedHere = "OPTA1302";

    /// <summary>Module output unknown.</summary>
    public const string ModuleOutputUnknown = "OPTA1303";

    /// <summary>Environment output unknown.</summary>
    public const string ParentOutputUnknown = "OPTA1304";

    /// <summary>Single braces around a module output.</summary>
    public const string SingleBraces = "OPTA1305";

    /// <summary>Format rule in braces.</summary>
    public const string FormatRule = "OPTA1306";

    /// <summary>Reference not understood.</summary>
    public const string Malformed = "OPTA1307";

    /// <summary>Value needed before apply.</summary>
    public const string NotKnownBeforeApply = "OPTA1308";

    /// <summary>Variable has no such element.</summary>
    public const string VariableElement = "OPTA1309";

    /// <summary>Secret in clear text.</summary>
    public const string ClearSecret = "OPTA1401";

    /// <summary>Outdated input.</summary>
    public const string Deprecated = "OPTA1402";

    /// <summary>Input without effect.</summary>
    public const string NoEffect = "OPTA1403";

    /// <summary>Version out of support.</summary>
    public const string Retired = "OPTA1404";

    /// <summary>Meaning differs from Opta.</summary>
    public const string OldMeaning = "OPTA1405";
}
