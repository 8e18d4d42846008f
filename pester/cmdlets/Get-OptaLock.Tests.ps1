BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Get-OptaLock' {
    It 'lists the lock of every environment and service that has state' {
        $locks = Get-OptaLock
        $locks | Should -BeOfType ([OptaPS.Objects.LockInfo])
        $locks.EnvironmentName | Should -Contain 'staging'
        $locks.ServiceName | Should -Contain 'hello'
    }

    It 'says that nobody holds it, and who did last' {
        $lock = Get-OptaEnvironment staging | Get-OptaLock | Where-Object { -not $_.ServiceName }
        $lock.Status | Should -Be 'Free'
        $lock.Holder | Should -Match '@'
        $lock.Fence | Should -BeGreaterThan 0
    }

    It 'makes no call' {
        $before = @(Get-SandboxRequest $world.Sandbox).Count
        Get-OptaLock | Out-Null
        @(Get-SandboxRequest $world.Sandbox).Count | Should -Be $before
    }

    It 'names the environments that exist' {
        { Get-OptaLock stagin -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7020*'
    }
}
