BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Get-OptaPlan' {
    It 'plans a file without a change' {
        $before = Get-MutatingCount $world.Sandbox
        $plan = Get-OptaPlan $world.Environment
        $plan | Should -BeOfType ([OptaPS.Objects.PlanView])
        $plan.HasChanges | Should -BeFalse
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'takes wildcards and file objects' {
        (Get-OptaPlan (Join-Path $world.Folder 'env-*.yaml')).EnvironmentName | Should -Be 'staging'
        (Get-Item $world.Service | Get-OptaPlan).ServiceName | Should -Be 'hello'
    }

    It 'shows items as a table' {
        (Get-OptaPlan $world.Environment).Items | Format-Table | Out-String -Width 120 | Should -Match 'Action\s+Risk\s+Address'
    }

    It 'finds mistakes of a file with line and column' {
        $file = Join-Path $TestDrive 'bad.yaml'
        (Get-Content -Raw $world.Environment) -replace 'k8s-base', 'k8s-bsae' | Set-Content $file
        { Get-OptaPlan $file -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA1201*'
        $Error[0].Exception.Diagnostics[0].Location.Line | Should -BeGreaterThan 5
    }

    It 'runs as a job' {
        $job = $world.Environment, $world.Service | Get-OptaPlan -AsJob
        $job.ChildJobs.Count | Should -Be 2
        $plans = $job | Wait-Job -Timeout 120 | Receive-Job
        $plans.EnvironmentName | Sort-Object -Unique | Should -Be 'staging'
        $job | Remove-Job
    }
}
