# Saved plans, policies, drift, import, moves and protection, on the built module and a sandbox of its own.
BeforeAll {
    $env:OPTA_HOME = Join-Path $TestDrive 'home'
    Import-Module $env:OPTA_MODULE -Force
    $sandbox = Start-OptaSandbox -Name planning -Use
    $files = Join-Path $TestDrive 'files'
    Copy-Item -Recurse $env:OPTA_EXAMPLES/hello $files
    $environment = Join-Path $files 'env-aws.yaml'
    Import-Module $PSScriptRoot/SandboxLog.psm1 -Force
}

AfterAll {
    Stop-OptaSandbox -Name planning -RemoveData
}

# One block: what a block writes to the test drive ends with it.
Describe 'plans and what they leave' {
    It 'is measured by preflight checks, one object each' {
        $checks = Test-OptaEnvironment $environment
        $addresses = $checks | Where-Object Check -eq 'Quota:Addresses'
        $addresses.Status | Should -Be 'Passed'
        $addresses.Needed | Should -Be '3'
        $addresses.Measured | Should -Match '^\d+ free of \d+$'
        ($checks | Out-String) | Should -Match 'Measured'
        Get-MutatingCount $sandbox | Should -Be 0
    }

    It 'is denied by a script that sees each change and the whole plan' {
        $result = New-OptaEnvironment $environment -Policy { if ($_.Type -like '*NatGateway') { "no gateways among $($args[0].Create)" } } -ErrorAction SilentlyContinue -ErrorVariable denied
        $result | Should -BeNullOrEmpty
        $denied.Count | Should -Be 3
        $denied[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7067*'
        "$($denied[0])" | Should -Match 'no gateways among \d+'
        Get-MutatingCount $sandbox | Should -Be 0
    }

    It 'is denied by $false and by an exception, and let through by silence' {
        New-OptaEnvironment $environment -TargetAddress base/key -Policy { $false } -ErrorAction SilentlyContinue -ErrorVariable no
        $no[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7067*'
        New-OptaEnvironment $environment -TargetAddress base/key -Policy { throw 'broken policy' } -ErrorAction SilentlyContinue -ErrorVariable thrown
        "$($thrown[0])" | Should -Match 'broken policy'
        (New-OptaEnvironment $environment -TargetAddress base/key -Policy { } -Confirm:$false).Created | Should -Be 1
    }

    It 'is saved and carried out exactly, then refused' {
        $file = Join-Path $TestDrive 'vpc.plan'
        $plan = Get-OptaPlan $environment -Target base/vpc -OutFile $file
        $plan.Create | Should -Be 1
        $plan.LeftOut | Should -BeGreaterThan 50
        (New-OptaEnvironment -Plan $file).Created | Should -Be 1
        New-OptaEnvironment -Plan $file -ErrorAction SilentlyContinue -ErrorVariable late
        $late[0].FullyQualifiedErrorId | Should -BeLike 'OPTA2404*'
    }

    It 'has not drifted' {
        Test-OptaDrift staging | Should -BeNullOrEmpty
        Test-OptaDrift staging -Quiet | Should -BeTrue
        Repair-OptaEnvironment staging | Should -BeNullOrEmpty
    }

    It 'is known to an import already' {
        $vpc = (Get-OptaOutput staging | Where-Object Name -eq vpc_id).Value.Trim('"')
        $items = [pscustomobject]@{ Address = 'base/vpc'; Identifier = $vpc } | Import-OptaResource $environment
        $items.Outcome | Should -Be 'Known'
    }

    It 'moves and comes back' {
        Move-OptaResource staging base/vpc base/other -WhatIf
        (Move-OptaResource staging base/vpc base/other -Confirm:$false).Address | Should -Be 'base/other'
        (Move-OptaResource staging base/other base/vpc -Confirm:$false).From | Should -Be 'base/other'
    }

    It 'stays when it is protected' {
        (Protect-OptaResource staging base/vpc).Protected | Should -BeTrue
        $kept = Remove-OptaEnvironment staging -Confirm:$false -WarningAction SilentlyContinue
        $kept.Skipped | Should -Contain 'base/vpc'
        (Unprotect-OptaResource staging base/vpc -Confirm:$false).Protected | Should -BeFalse
        $gone = Remove-OptaEnvironment staging -Confirm:$false -PassThru
        $gone.Deleted | Should -Be 1
        $gone.Leftovers | Should -BeNullOrEmpty
    }
}
