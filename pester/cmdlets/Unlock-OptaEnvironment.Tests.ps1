BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Unlock-OptaEnvironment' {
    It 'changes nothing under -WhatIf' {
        $before = (Get-OptaLock staging | Where-Object { -not $_.ServiceName }).Fence
        Unlock-OptaEnvironment staging -WhatIf | Should -BeNullOrEmpty
        (Get-OptaLock staging | Where-Object { -not $_.ServiceName }).Fence | Should -Be $before
    }

    It 'says that there was no lock' {
        $ended = Unlock-OptaEnvironment staging -Confirm:$false
        $ended | Should -BeOfType ([OptaPS.Objects.LockInfo])
        $ended.Holder | Should -BeNullOrEmpty
    }

    It 'does not wait for an answer that nobody can give, here and in jobs' {
        { Unlock-OptaEnvironment staging } | Should -Throw -ErrorId 'OPTA7071*'
        $job = Start-ThreadJob { Import-Module $env:OPTA_MODULE; Unlock-OptaEnvironment staging -Sandbox world }
        { $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop } | Should -Throw '*OPTA7071*'
    }

    It 'names the services that exist' {
        { Unlock-OptaEnvironment staging helo -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7021*'
    }
}
