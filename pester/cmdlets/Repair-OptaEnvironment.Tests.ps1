BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Repair-OptaEnvironment' {
    It 'does nothing where nothing differs' {
        $before = Get-MutatingCount $world.Sandbox
        Repair-OptaEnvironment staging | Should -BeNullOrEmpty
        Repair-OptaEnvironment staging -ServiceName hello -WhatIf | Should -BeNullOrEmpty
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'names the services that exist' {
        { Repair-OptaEnvironment staging -ServiceName helo -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7021*'
    }
}
