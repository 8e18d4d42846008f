BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Restore-OptaRelease' {
    It 'changes nothing under -WhatIf' {
        $before = Get-MutatingCount $world.Sandbox
        Restore-OptaRelease hello-app 1 -Namespace hello -Environment staging -WhatIf
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'goes back, here and as a job' {
        $release = Get-OptaRelease hello-app -Environment staging
        $back = $release | Restore-OptaRelease -Revision 1 -Wait
        $back.Revision | Should -Be ($release.Revision + 1)
        $job = Restore-OptaRelease hello-app $release.Revision -Namespace hello -Environment staging -Wait -AsJob
        ($job | Wait-Job -Timeout 60 | Receive-Job).Revision | Should -Be ($release.Revision + 2)
        $job | Remove-Job
    }

    It 'refuses a revision that does not exist' {
        { Restore-OptaRelease hello-app 99 -Namespace hello -Environment staging -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA*'
    }
}
