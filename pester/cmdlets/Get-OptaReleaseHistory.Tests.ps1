BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaReleaseHistory' {
    It 'lists revisions, oldest first' {
        $history = Get-OptaReleaseHistory hello-app -Namespace hello -Environment staging
        $history | Should -BeOfType ([OptaPS.Objects.ReleaseRevision])
        $history.Revision | Should -Be @($history.Revision | Sort-Object)
        $history.Count | Should -BeGreaterOrEqual 2
    }

    It 'binds releases and streams' {
        (Get-OptaRelease hello-app -Environment staging | Get-OptaReleaseHistory | Select-Object -First 1).Revision | Should -Be 1
    }

    It 'has an error for each release that does not exist' {
        Get-OptaReleaseHistory nowhere -Namespace hello -Environment staging -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA5514*'
        $problems[0].TargetObject | Should -Not -BeNullOrEmpty
    }
}
