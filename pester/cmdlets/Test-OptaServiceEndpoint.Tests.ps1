BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Test-OptaServiceEndpoint' {
    It 'calls each endpoint that is piped in' {
        $answers = Get-OptaServiceEndpoint staging | Test-OptaServiceEndpoint
        $answers.StatusCode | Sort-Object -Unique | Should -Be 200
        $answers | Format-Table | Out-String -Width 120 | Should -Match '200'
    }

    It 'takes what a background job or a file delivers' {
        $file = Join-Path $TestDrive 'endpoints.xml'
        Get-OptaServiceEndpoint staging | Export-Clixml $file
        (Import-Clixml $file | Test-OptaServiceEndpoint).StatusCode | Sort-Object -Unique | Should -Be 200
        Get-OptaService staging | Export-Clixml $file
        (Import-Clixml $file | Assert-OptaService -PassThru).IssuerExpires | Should -BeOfType ([DateTimeOffset])
        Get-OptaPlan $world.Service | Export-Clixml $file -Depth 6
        (Import-Clixml $file | Assert-OptaPlan -PassThru).Items[0].Address | Should -Not -BeNullOrEmpty
    }

    It 'makes an object, not an error, of one that does not answer' {
        $dead = [OptaPS.Objects.ServiceEndpoint]::new('staging', 'hello', 'app', 'http://127.0.0.1:9/')
        $answer = $dead | Test-OptaServiceEndpoint -TimeoutSeconds 5 -ErrorAction Stop
        $answer.Success | Should -BeFalse
        $answer.Reason | Should -Not -BeNullOrEmpty
    }

    It 'ends upstream commands when its reader has enough' {
        (Get-OptaServiceEndpoint staging | Test-OptaServiceEndpoint | Select-Object -First 1) | Should -HaveCount 1
    }
}
