BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
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

    It 'gives a link to the page, and the traffic as objects' {
        (Get-OptaSandbox world -Page).Url | Should -Match '^https://127\.0\.0\.1:\d+/_sandbox/ui#code=[0-9a-f]{40}$'
        Get-OptaSandbox world -Traffic | ForEach-Object { $_.Requests | Should -BeGreaterThan 0 }
    }

    It 'completes sandboxes' {
        Get-Completion 'Get-OptaSandbox -Name w' | Should -Be 'world'
        Get-Completion 'Get-OptaEnvironment -Sandbox w' | Should -Be 'world'
    }
}
