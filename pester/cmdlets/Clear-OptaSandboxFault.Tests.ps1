BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Clear-OptaSandboxFault' {
    It 'takes away the rule that is named or piped in' {
        'pester-a', 'pester-b' | ForEach-Object { Set-OptaSandboxFault Throttle -Id $_ -Service nothing | Out-Null }
        Clear-OptaSandboxFault pester-a -WhatIf
        (Get-OptaSandboxFault 'pester-*').Id | Should -Be 'pester-a', 'pester-b'
        Clear-OptaSandboxFault pester-a | Should -BeNullOrEmpty
        (Get-OptaSandboxFault 'pester-*' | Clear-OptaSandboxFault -PassThru).Id | Should -Be 'pester-b'
        Get-OptaSandboxFault 'pester-*' | Should -BeNullOrEmpty
    }

    It 'says that there is no such rule' {
        Clear-OptaSandboxFault pester-none -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Match 'OPTA7015'
    }
}
