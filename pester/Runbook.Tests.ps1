# The runbooks of examples/runbook, each run against a sandbox as an operator or a scheduled job would run it.
BeforeAll {
    # Not below TestDrive, which Pester empties after each block.
    $work = [System.IO.Directory]::CreateTempSubdirectory('opta-runbook-').FullName
    $env:OPTA_HOME = Join-Path $work 'home'
    # '#Requires -Modules OptaPS' finds the module where it was built.
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Split-Path (Split-Path $env:OPTA_MODULE))) + [System.IO.Path]::PathSeparator + $env:PSModulePath
    Import-Module $env:OPTA_MODULE -Force
    Import-Module $PSScriptRoot/SandboxLog.psm1 -Force
    $sandbox = Start-OptaSandbox -Name runbook -Use -TimeScale 100
    Copy-Item -Recurse "$env:OPTA_EXAMPLES/hello" (Join-Path $work 'files')
    $environment = Join-Path $work 'files/env-aws.yaml'
    $service = Join-Path $work 'files/hello.yaml'
    $runbook = Join-Path $env:OPTA_EXAMPLES 'runbook'
}

AfterAll {
    Stop-OptaSandbox -Name runbook -RemoveData
    $env:PSModulePath = $modulePath
    Remove-Item -Recurse -Force $work
}

Describe 'Provision-Environment.ps1' {
    It 'changes nothing under -WhatIf' {
        & "$runbook/Provision-Environment.ps1" $environment -WhatIf
        Get-MutatingCount $sandbox | Should -Be 0
    }

    It 'refuses a file with mistakes' {
        $bad = Join-Path $work 'files/bad.yaml'
        (Get-Content -Raw $environment) -replace 'k8s-base', 'k8s-bsae' | Set-Content $bad
        { & "$runbook/Provision-Environment.ps1" $bad } | Should -Throw '*OPTA1201*'
        Remove-Item $bad
    }

    It 'creates the environment with its mesh' {
        (& "$runbook/Provision-Environment.ps1" $environment -Mesh Linkerd).Status | Should -Be 'Succeeded'
        (Get-OptaEnvironment staging).Mesh | Should -Be 'linkerd'
    }
}

Describe 'Deploy-Service.ps1' {
    It 'deploys an image and checks it' {
        $canary = & "$runbook/Deploy-Service.ps1" $service -Environment staging -Image ghcr.io/acme/hello:1.4.1 -Attempts 2
        $canary.Image | Should -Be 'ghcr.io/acme/hello:1.4.1'
        $canary.Calls | Should -BeGreaterOrEqual 4
    }
}

Describe 'Deploy-Service.ps1 when it goes wrong' {
    It 'goes back when <Name>' -ForEach @(
        @{ Name = 'the canary is too slow'; Given = @{ Image = 'ghcr.io/acme/hello:1.4.9'; SlowestMilliseconds = 1 }; Id = '*OPTA7074*' }
        @{ Name = 'the image cannot be pulled'; Given = @{ Image = 'ghcr.io/acme/nosuch:does-not-exist' }; Id = '*OPTA5530*' }
    ) {
        { & "$runbook/Deploy-Service.ps1" $service -Environment staging -Attempts 2 @Given -WarningVariable said -WarningAction SilentlyContinue } | Should -Throw $Id
        (Get-OptaService staging hello) | Assert-OptaService -Image ghcr.io/acme/hello:1.4.1
    }
}

Describe 'Test-Canary.ps1' {
    It 'passes a service that answers' {
        (& "$runbook/Test-Canary.ps1" -Environment staging -Service hello -Attempts 3 -SlowestMilliseconds 30000).ServiceName | Should -Be 'hello'
    }

    It 'fails for a service that does not exist' {
        { & "$runbook/Test-Canary.ps1" -Environment staging -Service helo } | Should -Throw '*OPTA7021*'
    }
}

Describe 'Set-ServiceScale.ps1' {
    It 'changes the number of pods in the file and in the release' {
        (& "$runbook/Set-ServiceScale.ps1" $service -Environment staging -Least 3 -Most 3).Status | Should -Be 'Succeeded'
        # The pods are the autoscaler's to make; what the release asks it for is what this script is about.
        (Get-OptaRelease hello-app -Environment staging -Detail).Detail.Manifest | Should -Match '(minReplicas|replicas): 3'
        Get-Content -Raw $service | Should -Match 'min_containers: 3'
        (Deploy-OptaService $service).Status | Should -Be 'Unchanged'
    }

    It 'refuses what makes no sense' {
        { & "$runbook/Set-ServiceScale.ps1" $service -Environment staging -Least 3 -Most 2 } | Should -Throw '*less than*'
    }
}

Describe 'Restore-Service.ps1' {
    It 'goes back to an image' {
        Deploy-OptaService $service -Image ghcr.io/acme/hello:1.5.0 | Out-Null
        (& "$runbook/Restore-Service.ps1" $service -Environment staging -Image ghcr.io/acme/hello:1.4.1).Image | Should -Be 'ghcr.io/acme/hello:1.4.1'
    }
}

Describe 'Test-Drift.ps1' {
    It 'finds nothing where nothing differs' {
        & "$runbook/Test-Drift.ps1" $environment, $service | Should -BeNullOrEmpty
    }

    It 'lists what differs, and changes nothing' {
        (Get-Content -Raw $service) -replace 'healthcheck_path: /', 'healthcheck_path: /health' | Set-Content $service
        $before = Get-MutatingCount $sandbox
        $drift = & "$runbook/Test-Drift.ps1" $environment, $service
        $drift.Action | Should -Contain 'Update'
        $drift[0].ServiceName | Should -Be 'hello'
        Get-MutatingCount $sandbox | Should -Be $before
    }
}

Describe 'Remove-Everything.ps1' {
    It 'wants the name twice' {
        { & "$runbook/Remove-Everything.ps1" -Environment staging -Repeat Staging } | Should -Throw '*-Repeat*'
    }

    It 'removes everything' {
        (& "$runbook/Remove-Everything.ps1" -Environment staging -Repeat staging).Status | Should -Be 'Succeeded'
        Get-OptaEnvironment | Should -BeNullOrEmpty
    }
}
