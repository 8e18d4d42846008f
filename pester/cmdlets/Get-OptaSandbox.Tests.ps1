BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Get-OptaSandbox' {
    It 'lists by name, wildcard and pipeline' {
        (Get-OptaSandbox world).Status | Should -Be 'Running'
        (Get-OptaSandbox 'w*').Name | Should -Be 'world'
        ([pscustomobject]@{ Name = 'world' } | Get-OptaSandbox).Name | Should -Be 'world'
        Get-OptaSandbox 'x*' | Should -BeNullOrEmpty
    }

    It 'shows no control token' {
        Get-OptaSandbox | ConvertTo-Json | Should -Not -Match '(?i)token'
    }

    It 'completes sandboxes' {
        Get-Completion 'Get-OptaSandbox -Name w' | Should -Be 'world'
        Get-Completion 'Get-OptaEnvironment -Sandbox w' | Should -Be 'world'
    }
}
