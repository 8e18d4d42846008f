BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Uninstall-OptaRelease' {
    It 'removes nothing under -WhatIf' {
        $before = Get-MutatingCount $world.Sandbox
        Get-OptaRelease metrics-server -Environment staging | Uninstall-OptaRelease -WhatIf
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'does not wait for an answer that nobody can give' {
        { Uninstall-OptaRelease metrics-server -Namespace metrics-server -Environment staging -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7071*'
    }

    It 'has an error for a release that does not exist' {
        { Uninstall-OptaRelease nowhere -Namespace hello -Environment staging -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7051*'
    }
}
