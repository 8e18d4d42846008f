BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Assert-OptaService' {
    It 'says nothing of a service that is ready, and passes it on when asked' {
        Get-OptaService staging hello | Assert-OptaService -Meshed | Should -BeNullOrEmpty
        (Get-OptaService staging hello | Assert-OptaService -Image 'ghcr.io/acme/*' -PassThru).ServiceName | Should -Be 'hello'
    }

    It 'throws everything that is wrong' {
        $service = [OptaPS.Objects.ServiceInfo]::new('staging', 'hello', 'app')
        { $service | Assert-OptaService -Image 'a:1' -Meshed } | Should -Throw -ErrorId 'OPTA7074*'
        $Error[0].Exception.Diagnostics[0].Evidence.Count | Should -Be 3
        $Error[0].TargetObject.ServiceName | Should -Be 'hello'
    }
}
