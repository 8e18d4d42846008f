BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Set-OptaSandboxFault' {
    AfterEach { Get-OptaSandboxFault 'pester-*' | Clear-OptaSandboxFault }

    It 'sets a rule and returns it' {
        $rule = Set-OptaSandboxFault LostResponse -Id pester-lost -Service nothing -Operation PutObject -Count 2 -Seed 7
        $rule.Kind | Should -Be 'LostResponse'
        $rule.Hits | Should -Be 0
        (Get-OptaSandboxFault pester-lost).Seed | Should -Be 7
    }

    It 'replaces a rule that is piped in' {
        Set-OptaSandboxFault Throttle -Id pester-same -Service nothing | Out-Null
        (Get-OptaSandboxFault pester-same | Set-OptaSandboxFault -Count 4).Count | Should -Be 4
        @(Get-OptaSandboxFault pester-same).Count | Should -Be 1
    }

    It 'sets nothing under -WhatIf, and refuses what cannot be' {
        Set-OptaSandboxFault Hang -Id pester-whatif -Service nothing -WhatIf
        Get-OptaSandboxFault pester-whatif | Should -BeNullOrEmpty
        { Set-OptaSandboxFault Error -Service nothing -Status 404 } | Should -Throw '*500*'
        { Set-OptaSandboxFault Nonsense } | Should -Throw '*Throttle*'
        Set-OptaSandboxFault Latency -Id pester-bad -Service nothing -DelayMilliseconds -5 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Match 'OPTA7015'
    }
}
