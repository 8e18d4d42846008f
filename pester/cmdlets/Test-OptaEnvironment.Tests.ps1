BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Test-OptaEnvironment' {
    It 'checks file and target without a change' {
        $before = Get-MutatingCount $world.Sandbox
        $checks = Get-Item $world.Environment | Test-OptaEnvironment
        $checks | Should -BeOfType ([OptaPS.Objects.CheckResult])
        $checks.Passed | Should -Not -Contain $false
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'has a table' {
        Test-OptaEnvironment $world.Environment -Offline | Format-Table | Out-String -Width 120 | Should -Match 'Passed'
    }

    It 'goes on after a file that does not exist' {
        $checks = 'nowhere.yaml', $world.Environment | Test-OptaEnvironment -Offline -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7001*'
        $checks.Passed | Should -Be $true
    }
}
