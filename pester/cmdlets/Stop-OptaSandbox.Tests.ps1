BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Stop-OptaSandbox' {
    It 'stops nothing under -WhatIf' {
        Stop-OptaSandbox world -WhatIf
        (Get-OptaSandbox world).Status | Should -Be 'Running'
    }

    It 'keeps the world unless -RemoveData is given, and returns it with -PassThru' {
        Start-OptaSandbox -Name brief | Out-Null
        Get-OptaSandbox brief | Stop-OptaSandbox | Should -BeNullOrEmpty
        (Get-OptaSandbox brief).Status | Should -Be 'Stopped'
        (Stop-OptaSandbox brief -RemoveData -PassThru).Name | Should -Be 'brief'
        Get-OptaSandbox brief | Should -BeNullOrEmpty
    }

    It 'completes sandboxes' {
        Get-Completion 'Stop-OptaSandbox ' | Should -Contain 'world'
    }
}
