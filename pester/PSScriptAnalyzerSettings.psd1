# For the tests only; what is shipped passes all rules.
@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        # Pester runs BeforeAll and It in one scope, which the rule cannot see: it reports every variable that is set in the one and read in the other.
        'PSUseDeclaredVarsMoreThanAssignments'
        # All files of cmdlets/ share one sandbox, and Pester runs each in a scope of its own: only a global variable outlives a file.
        'PSAvoidGlobalVars'
        # Takes $env: for a variable of the outer scope.
        'PSUseUsingScopeModifierInNewRunspaces'
        # PowerShell 7 reads files without a mark as UTF-8.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
