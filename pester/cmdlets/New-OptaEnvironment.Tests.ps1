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

        # Records of a job with the moment at which each was written: events tell it, whenever they are read.
        function Watch-Progress($Job) {
            $source = "progress-$($Job.Id)"
            Register-ObjectEvent $Job.ChildJobs[0].Progress DataAdded -SourceIdentifier $source
            $source
        }

        function Assert-ProgressOver($Job, [string] $Source) {
            $records = $Job.ChildJobs[0].Progress
            $run = ($records.ActivityId | Measure-Object -Minimum).Minimum
            foreach ($group in $records | Group-Object ActivityId) {
                $group.Group[-1].RecordType | Should -Be 'Completed' -Because "record $($group.Name) is taken away at the end"
            }
            foreach ($record in $records | Where-Object ActivityId -NE $run) { $record.ParentActivityId | Should -Be $run }
            $records.ActivityId | Sort-Object -Unique | Should -HaveCount (1 + @($records | Where-Object ParentActivityId -EQ $run | Select-Object -ExpandProperty ActivityId -Unique).Count)
            $moments = Get-Event -SourceIdentifier $Source -ErrorAction Ignore | ForEach-Object {
                $record = $records[$_.SourceEventArgs.Index]
                if ($record.ActivityId -eq $run -and $record.RecordType -eq 'Processing') { $_.TimeGenerated }
            }
            Unregister-Event -SourceIdentifier $Source
            Remove-Event -SourceIdentifier $Source -ErrorAction Ignore
            $moments | Should -Not -BeNullOrEmpty
            foreach ($moment in $moments) {
                # Six, because the thread that writes may be late by the part of a second that makes the difference.
                @($moments | Where-Object { $_ -ge $moment -and $_ -lt $moment.AddSeconds(1) }).Count | Should -BeLessOrEqual 6
            }
            # One more, because the first may be as late.
            ($moments[-1] - $moments[0]).TotalSeconds * 5 + 2 | Should -BeGreaterOrEqual $moments.Count
        }
    }

    AfterAll { Stop-OptaSandbox -Name slow -RemoveData }

    It 'by Stop-Job, ends in time and tells what is open' {
        $job = New-OptaEnvironment $file -Sandbox slow -AsJob
        $source = Watch-Progress $job
        Wait-Begun 3
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $job | Stop-Job
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
        $job.State | Should -Be 'Stopped'
        Assert-ProgressOver $job $source
        $job.ChildJobs[0].Warning.Message | Out-String | Should -Match 'OPTA7068.*are open'
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

    It 'by a failure, takes its progress away, too' {
        Use-SandboxTimeScale $slow 100
        Set-OptaSandboxFault ExpiredCredentials -Service cloudcontrolapi -MutatingOnly -Id broken -Sandbox slow | Out-Null
        try {
            $job = New-OptaEnvironment $file -Sandbox slow -AsJob
            $source = Watch-Progress $job
            $job | Wait-Job -Timeout 60 | Out-Null
            $job.State | Should -Be 'Failed'
            Assert-ProgressOver $job $source
            $job | Remove-Job
        }
        finally { Clear-OptaSandboxFault broken -Sandbox slow }
    }

    It 'goes on and ends, with nothing made twice' {
        $job = New-OptaEnvironment $file -Sandbox slow -AsJob
        $source = Watch-Progress $job
        $job | Wait-Job -Timeout 120 | Out-Null
        Assert-ProgressOver $job $source
        # How much time is left, from what such steps took before.
        $job.ChildJobs[0].Progress.SecondsRemaining | Where-Object { $_ -gt 0 } | Should -Not -BeNullOrEmpty
        $job.ChildJobs[0].Progress.PercentComplete | Where-Object { $_ -gt 0 -and $_ -lt 100 } | Should -Not -BeNullOrEmpty
        ($job | Receive-Job -Wait -AutoRemoveJob).Status | Should -Be 'Succeeded'
        (Get-OptaEnvironment stopped -Sandbox slow).Status | Should -Be 'Ready'
        $creates = Get-SandboxRequest $slow -Query 'effect=true&operation=CreateResource'
        $names = $creates | Where-Object { $_.resourceType -in 'AWS::EKS::Cluster', 'AWS::EC2::VPC' } | Group-Object resourceType
        ($names | ForEach-Object Count) | Should -Be @(1, 1)
    }
}
