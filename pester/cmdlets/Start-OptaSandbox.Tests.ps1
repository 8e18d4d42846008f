BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Start-OptaSandbox' {
    It 'starts nothing under -WhatIf' {
        Start-OptaSandbox -Name never -WhatIf
        Get-OptaSandbox never | Should -BeNullOrEmpty
    }

    It 'returns a running sandbox as it is' {
        (Start-OptaSandbox -Name world).ProcessId | Should -Be $world.Sandbox.ProcessId
    }

    It 'refuses a name that is not allowed' {
        { Start-OptaSandbox -Name 'No Good' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'shows process and folder' {
        Get-OptaSandbox world | Format-Table | Out-String -Width 120 | Should -Match 'ProcessId'
    }
}
