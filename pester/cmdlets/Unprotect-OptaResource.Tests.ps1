BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Unprotect-OptaResource' {
    It 'lifts a protection' {
        Protect-OptaResource staging base/vpc | Out-Null
        Unprotect-OptaResource staging base/vpc -WhatIf | Should -BeNullOrEmpty
        (Unprotect-OptaResource staging base/vpc -Confirm:$false).Protected | Should -BeFalse
    }
}
