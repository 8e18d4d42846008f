BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Get-OptaOutput' {
    It 'reads outputs by name and by pipeline' {
        $outputs = Get-OptaOutput staging
        $outputs | Should -BeOfType ([OptaPS.Objects.OutputValue])
        (Get-OptaEnvironment staging | Get-OptaOutput).Name | Should -Be $outputs.Name
    }

    It 'masks what is sensitive' {
        $outputs = Get-OptaOutput staging
        @($outputs | Where-Object Sensitive | Where-Object Value -NotMatch 'sensitive') | Should -BeNullOrEmpty
    }

    It 'makes no call' {
        $before = @(Get-SandboxRequest $world.Sandbox).Count
        Get-OptaOutput staging | Out-Null
        @(Get-SandboxRequest $world.Sandbox).Count | Should -Be $before
    }

    It 'refuses an unknown service with the names that exist' {
        { Get-OptaOutput staging helo -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7021*'
        $Error[0].Exception.Diagnostics[0].Nearest | Should -Be 'hello'
    }

    It 'completes services of the environment' {
        Get-Completion 'Get-OptaOutput -EnvironmentName staging -ServiceName ' | Should -Be 'hello'
    }
}
