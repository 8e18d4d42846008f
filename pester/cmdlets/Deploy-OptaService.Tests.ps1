BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Deploy-OptaService' {
    It 'shows the plan under -WhatIf and sends no mutating request' {
        $before = Get-MutatingCount $world.Sandbox
        $plan = Deploy-OptaService $world.Service -Image ghcr.io/acme/hello:9.9.9 -WhatIf
        $plan | Should -BeOfType ([OptaPS.Objects.PlanView])
        $plan.Update | Should -Be 1
        $plan | Out-String -Width 160 | Should -Match 'hello/app|hello'
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'binds <Name> from the pipeline' -ForEach @(
        @{ Name = 'a path'; Given = { $world.Service } }
        @{ Name = 'a file object'; Given = { Get-Item $world.Service } }
        @{ Name = 'a property'; Given = { [pscustomobject]@{ Path = $world.Service; EnvironmentName = 'staging' } } }
    ) {
        (& $Given | Deploy-OptaService -WhatIf).ServiceName | Should -Be 'hello'
    }

    It 'changes nothing the second time' {
        $before = Get-MutatingCount $world.Sandbox
        (Deploy-OptaService $world.Service).Status | Should -Be 'Unchanged'
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'goes on with the next file after a failure, and says no with $?' {
        $result = 'nowhere.yaml', $world.Service | Deploy-OptaService -ErrorAction SilentlyContinue -ErrorVariable problems
        $? | Should -BeFalse
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'OPTA7001,OptaPS.PowerShell.Cmdlets.DeployOptaServiceCommand'
        $problems[0].TargetObject | Should -Be 'nowhere.yaml'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $result.ServiceName | Should -Be 'hello'
    }

    It 'ends at the first error with -ErrorAction Stop' {
        { 'nowhere.yaml', $world.Service | Deploy-OptaService -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7001*'
    }

    It 'names the modules when -ModuleName is wrong' {
        { Deploy-OptaService $world.Service -Image a:1 -ModuleName web -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7026*'
        $Error[0].Exception.Diagnostics[0].Allowed | Should -Match 'app'
    }

    It 'tells steps on the verbose stream and calls, without secrets, on the debug stream' {
        $all = Deploy-OptaService $world.Service -Image ghcr.io/acme/hello:1.4.3 -Verbose -Debug -Confirm:$false 4>&1 5>&1
        $verbose = @($all | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Message
        $debug = @($all | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }).Message
        $verbose | Where-Object { $_ -like 'Plan for staging/hello on sandbox:world*' } | Should -Not -BeNullOrEmpty
        $verbose | Where-Object { $_ -like 'Done: update*' } | Should -Not -BeNullOrEmpty
        $debug[0] | Should -Match 'ApplyRequest on sandbox world'
        $debug | Where-Object { $_ -match '^PATCH https://127\.0\.0\.1:\d+/.* -> 200 in \d+ ms$' } | Should -Not -BeNullOrEmpty
        $debug -join "`n" | Should -Not -Match 'Bearer|k8s-aws-v1|X-Amz-Signature=[0-9a-f]'
    }

    It 'returns a serialisable result' {
        $result = Deploy-OptaService $world.Service
        ($result | ConvertTo-Json -Depth 8 | ConvertFrom-Json).ServiceName | Should -Be 'hello'
        $file = Join-Path $TestDrive 'result.xml'
        $result | Export-Clixml $file
        (Import-Clixml $file).Status | Should -Be $result.Status
    }

    It 'completes environments' {
        Get-Completion 'Deploy-OptaService x.yaml -EnvironmentName st' | Should -Be 'staging'
    }

    It 'runs as a job' {
        $job = Deploy-OptaService $world.Service -Image ghcr.io/acme/hello:1.4.4 -AsJob
        $job.PSJobTypeName | Should -Be 'OptaJob'
        $job | Wait-Job -Timeout 120 | Out-Null
        $job.State | Should -Be 'Completed'
        $job.ChildJobs[0].Progress.Count | Should -BeGreaterThan 0
        ($job | Receive-Job).Status | Should -Be 'Succeeded'
        $job | Remove-Job
        (Get-OptaService staging hello).Image | Should -Be 'ghcr.io/acme/hello:1.4.4'
    }
}
