BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Update-OptaStateKey' {
    It 'changes nothing under -WhatIf' {
        Update-OptaStateKey staging -WhatIf | Should -BeNullOrEmpty
    }

    It 'encrypts the environment and its services anew, and everything can still be read' {
        $rotated = Update-OptaStateKey staging -Confirm:$false
        $rotated | Should -BeOfType ([OptaPS.Objects.KeyRotationInfo])
        $rotated.ServiceName | Should -Contain 'hello'
        (Get-OptaPlan $world.Environment).HasChanges | Should -BeFalse
    }

    It 'names the environments that exist' {
        { Update-OptaStateKey stagin -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7020*'
    }
}
