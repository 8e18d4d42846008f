BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaClusterToken' {
    It 'masks the token in every rendering' {
        $token = Get-OptaClusterToken staging
        $token | Should -BeOfType ([OptaPS.Objects.ClusterToken])
        $token.Expires | Should -BeGreaterThan ([DateTimeOffset]::UtcNow)
        ($token | Out-String) + ($token | Format-List | Out-String) + ($token | ConvertTo-Json) + "$($token.Token)" | Should -Not -Match 'k8s-aws-v1'
    }

    It 'writes the document that kubectl reads' {
        $document = Get-OptaEnvironment staging | Get-OptaClusterToken -ExecCredential | ConvertFrom-Json
        $document.kind | Should -Be 'ExecCredential'
        $document.status.token | Should -Match '^k8s-aws-v1\.'
    }

    It 'completes environments' {
        Get-Completion 'Get-OptaClusterToken ' | Should -Be 'staging'
    }
}
