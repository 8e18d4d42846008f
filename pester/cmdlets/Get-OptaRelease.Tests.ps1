BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaRelease' {
    It 'lists releases with wildcard, namespace and pipeline' {
        $all = Get-OptaRelease -Environment staging
        $all.ReleaseName | Should -Contain 'hello-app'
        (Get-OptaRelease 'hello*' -Environment staging).ReleaseName | Should -Be 'hello-app'
        (Get-OptaRelease -Namespace hello -Environment staging).ReleaseName | Should -Be 'hello-app'
        (Get-OptaEnvironment | Get-OptaRelease).Count | Should -Be $all.Count
    }

    It 'reads the record with -Detail' {
        (Get-OptaRelease hello-app -Environment staging -Detail).Detail.Manifest | Should -Match 'kind: Deployment'
    }

    It 'never falls through to a kubeconfig of the user' {
        { Get-OptaRelease -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7050*'
    }

    It 'has a table' {
        Get-OptaRelease -Environment staging | Format-Table | Out-String -Width 120 | Should -Match 'ReleaseName\s+Namespace\s+Revision\s+Status'
    }

    It 'completes releases and namespaces as last listed' {
        Get-OptaRelease -Environment staging | Out-Null
        Get-Completion 'Get-OptaRelease -ReleaseName hello' | Should -Be 'hello-app'
        Get-Completion 'Get-OptaRelease -Namespace hel' | Should -Be 'hello'
    }
}
