BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Protect-OptaResource' {
    AfterAll { Unprotect-OptaResource staging base/vpc, base/key -Confirm:$false | Out-Null }

    It 'protects each resource that is named' {
        $done = Protect-OptaResource staging base/vpc, base/key
        $done | Should -BeOfType ([OptaPS.Objects.ProtectedResource])
        $done.Protected | Should -Be $true, $true
    }

    It 'names the nearest address' {
        { Protect-OptaResource staging base/vcp -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA2008*'
    }
}
