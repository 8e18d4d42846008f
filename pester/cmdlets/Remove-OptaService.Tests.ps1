BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Remove-OptaService' {
    It 'shows the plan under -WhatIf and sends no mutating request' {
        $before = Get-MutatingCount $world.Sandbox
        (Get-OptaService staging hello | Remove-OptaService -WhatIf).Delete | Should -BeGreaterThan 0
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'returns nothing without -PassThru and the result with it' {
        $service = Join-Path $world.Folder 'second.yaml'
        (Get-Content -Raw $world.Service) -replace 'name: hello', 'name: second' -replace '/hello"', '/second"' | Set-Content $service
        Deploy-OptaService $service | Out-Null
        Remove-OptaService second -Environment staging -Confirm:$false | Should -BeNullOrEmpty
        Deploy-OptaService $service | Out-Null
        (Remove-OptaService second -Environment staging -Confirm:$false -PassThru).Status | Should -Be 'Succeeded'
        (Get-OptaService staging).ServiceName | Should -Be 'hello'
    }

    It 'names the services that exist' {
        { Remove-OptaService helo -Environment staging -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7021*'
    }

    It 'completes services' {
        Get-Completion 'Remove-OptaService -EnvironmentName staging -ServiceName ' | Should -Contain 'hello'
    }
}
