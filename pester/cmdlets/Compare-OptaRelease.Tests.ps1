BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Compare-OptaRelease' {
    It 'shows what differs between two revisions, Kubernetes object by object' {
        $changes = Compare-OptaRelease hello-app -Namespace hello -Environment staging -FromRevision 1 -ToRevision 2
        $changes | Should -BeOfType ([OptaPS.Objects.ReleaseChange])
        $changes.Object -join ' ' | Should -Match 'Deployment'
        $changes | Out-String -Width 120 | Should -Match 'Deployment'
    }

    It 'binds releases by property name' {
        $changes = Get-OptaRelease hello-app -Environment staging | Compare-OptaRelease -FromRevision 1 -ToRevision 2
        $changes.Object -join ' ' | Should -Match 'Deployment'
    }

    It 'refuses a revision that does not exist, and goes on with the next input' {
        $releases = [pscustomobject]@{ ReleaseName = 'nowhere'; Namespace = 'hello'; EnvironmentName = 'staging' }, [pscustomobject]@{ ReleaseName = 'hello-app'; Namespace = 'hello'; EnvironmentName = 'staging' }
        $changes = $releases | Compare-OptaRelease -FromRevision 1 -ToRevision 2 -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA5514*'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $changes | Should -Not -BeNullOrEmpty
    }

    It 'completes releases that were listed' {
        Get-OptaRelease -Environment staging | Out-Null
        Get-Completion 'Compare-OptaRelease -ReleaseName hel' | Should -Be 'hello-app'
    }
}
