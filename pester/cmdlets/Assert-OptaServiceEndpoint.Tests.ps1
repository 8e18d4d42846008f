BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Assert-OptaServiceEndpoint' {
    It 'passes what answered' {
        { Get-OptaServiceEndpoint staging | Test-OptaServiceEndpoint | Assert-OptaServiceEndpoint -StatusCode 200 } | Should -Not -Throw
    }

    It 'throws for another status, for silence, and for slowness' {
        $answer = [OptaPS.Objects.EndpointTest]::new('hello', 'http://hello.example/', $false)
        { $answer | Assert-OptaServiceEndpoint } | Should -Throw '*did not answer*'
        { Get-OptaServiceEndpoint staging | Test-OptaServiceEndpoint | Assert-OptaServiceEndpoint -StatusCode 404 } | Should -Throw '*answered 200, not 404*'
    }
}
