BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'New-OptaEnvironment' {
    It 'finds nothing to do the second time, from a path or a file object' {
        $before = Get-MutatingCount $world.Sandbox
        (New-OptaEnvironment $world.Environment).Status | Should -Be 'Unchanged'
        (Get-Item $world.Environment | New-OptaEnvironment).Status | Should -Be 'Unchanged'
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'fails, instead of waiting, where -Confirm cannot be answered' {
        { New-OptaEnvironment $world.Environment -Confirm -AsJob -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7071*'
    }

    It 'shows progress at most five times a second, nested, and always completed' {
        $shell = [powershell]::Create()
        try {
            $shell.AddScript("`$env:OPTA_HOME = '$($env:OPTA_HOME)'; Import-Module '$env:OPTA_MODULE'; Remove-OptaEnvironment staging -Recurse -Sandbox world -WhatIf; New-OptaEnvironment '$($world.Environment)' -Sandbox world -Variable @{}").Invoke() | Out-Null
            $records = $shell.Streams.Progress
            $shell.HadErrors | Should -BeFalse
            foreach ($id in $records.ActivityId | Sort-Object -Unique) {
                @($records | Where-Object ActivityId -EQ $id)[-1].RecordType | Should -Be 'Completed'
            }
        }
        finally { $shell.Dispose() }
    }
}

Describe 'a run that is stopped' {
    BeforeAll {
        # A world of its own, slow enough to be stopped in the middle.
        $file = Join-Path $TestDrive 'env.yaml'
        (Get-Content -Raw $world.Environment) -replace 'name: staging', 'name: stopped' | Set-Content $file
        Start-OptaSandbox -Name slow -TimeScale 60 | Out-Null
        $slow = Get-OptaSandbox slow

        function Wait-Begun([int] $Least) {
            $limit = [datetime]::UtcNow.AddSeconds(60)
            while ((Get-MutatingCount $slow) -lt $Least -and [datetime]::UtcNow -lt $limit) { Start-Sleep -Milliseconds 100 }
            Get-MutatingCount $slow | Should -BeGreaterOrEqual $Least
        }
    }

    AfterAll { Stop-OptaSandbox -Name slow -RemoveData }

    It 'by Stop-Job, ends in time and tells what is open' {
        $job = New-OptaEnvironment $file -Sandbox slow -AsJob
        Wait-Begun 3
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $job | Stop-Job
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
        $job.State | Should -Be 'Stopped'
        $job | Remove-Job
        (Get-OptaEnvironment stopped -Sandbox slow).Status | Should -Be 'Incomplete'
    }

    It 'by stopping the pipeline (Ctrl+C), leaves a state to go on from' {
        $shell = [powershell]::Create()
        try {
            $begun = (Get-MutatingCount $slow)
            $running = $shell.AddScript("`$env:OPTA_HOME = '$($env:OPTA_HOME)'; Import-Module '$env:OPTA_MODULE'; New-OptaEnvironment '$file' -Sandbox slow").BeginInvoke()
            Wait-Begun ($begun + 3)
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally { $shell.Dispose() }
    }

    It 'by -TimeoutSeconds, says so' {
        New-OptaEnvironment $file -Sandbox slow -TimeoutSeconds 3 -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction SilentlyContinue -WarningVariable open
        $problems[-1].FullyQualifiedErrorId | Should -BeLike 'OPTA7070*'
        $problems[-1].CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'goes on and ends, with nothing made twice' {
        Set-SandboxTimeScale $slow 100
        (New-OptaEnvironment $file -Sandbox slow).Status | Should -Be 'Succeeded'
        (Get-OptaEnvironment stopped -Sandbox slow).Status | Should -Be 'Ready'
        $creates = Get-SandboxRequest $slow -Query 'effect=true&operation=CreateResource'
        $names = $creates | Where-Object { $_.resourceType -in 'AWS::EKS::Cluster', 'AWS::EC2::VPC' } | Group-Object resourceType
        ($names | ForEach-Object Count) | Should -Be @(1, 1)
    }
}
