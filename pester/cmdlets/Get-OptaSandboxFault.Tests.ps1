BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaSandboxFault' {
    AfterEach { Get-OptaSandboxFault 'pester-*' | Clear-OptaSandboxFault }

    It 'lists in the order in which rules are asked, by wildcard' {
        'pester-b', 'pester-a' | ForEach-Object { Set-OptaSandboxFault Throttle -Id $_ -Service nothing | Out-Null }
        (Get-OptaSandboxFault 'pester-*').Id | Should -Be 'pester-b', 'pester-a'
        Get-OptaSandboxFault 'none*' | Should -BeNullOrEmpty
    }

    It 'says when the sandbox does not run' {
        Get-OptaSandboxFault -Sandbox nosuch -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Match 'OPTA7011'
    }
}
