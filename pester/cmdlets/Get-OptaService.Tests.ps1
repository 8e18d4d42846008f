BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaService' {
    It 'lists services by name, wildcard and pipeline' {
        (Get-OptaService staging).ServiceName | Should -Be 'hello'
        (Get-OptaService staging 'h*').ModuleName | Should -Be 'app'
        (Get-OptaEnvironment | Get-OptaService).Status | Should -Be 'Ready'
        Get-OptaService staging 'x*' | Should -BeNullOrEmpty
    }

    It 'shows pods and mesh' {
        $service = Get-OptaService staging hello
        $service.Meshed | Should -BeTrue
        $service.ReadyReplicas | Should -Be $service.Replicas
        $service | Format-Table | Out-String -Width 120 | Should -Match 'Ready'
    }

    It 'goes on after an environment that does not exist' {
        $found = 'nowhere', 'staging' | Get-OptaService -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.ServiceName | Should -Be 'hello'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7020*'
    }

    It 'completes services of the environment typed' {
        Get-Completion 'Get-OptaService staging -ServiceName ' | Should -Be 'hello'
    }
}
