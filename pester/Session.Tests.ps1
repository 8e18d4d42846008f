# The session of the design's first page, on the built module and a sandbox of its own.
BeforeAll {
    $env:OPTA_HOME = Join-Path $TestDrive 'home'
    Import-Module $env:OPTA_MODULE -Force
    $sandbox = Start-OptaSandbox -Name pester -Use
    $files = Join-Path $TestDrive 'files'
    Copy-Item -Recurse $env:OPTA_EXAMPLES/hello $files
    $environment = Join-Path $files 'env-aws.yaml'
    $service = Join-Path $files 'hello.yaml'

    Import-Module $PSScriptRoot/SandboxLog.psm1 -Force
}

AfterAll {
    Stop-OptaSandbox -Name pester -RemoveData
}

Describe 'a session from file to answer' {
    It 'starts a sandbox that every object then names' {
        $sandbox.Status | Should -Be 'Running'
        (Get-OptaSandbox pester).Status | Should -Be 'Running'
    }

    It 'checks the file without a change' {
        $checks = Test-OptaEnvironment $environment
        $checks | Should -Not -BeNullOrEmpty
        $checks.Passed | Should -Not -Contain $false
        $checks[0].Target | Should -Be 'sandbox:pester'
        Get-MutatingCount $sandbox | Should -Be 0
    }

    It 'shows the plan for -WhatIf and changes nothing' {
        $plan = New-OptaEnvironment $environment -WhatIf
        $plan | Should -BeOfType ([OptaPS.Objects.PlanView])
        $plan.Create | Should -BeGreaterThan 30
        Get-MutatingCount $sandbox | Should -Be 0
    }

    It 'creates the environment' {
        $result = New-OptaEnvironment $environment
        $result.Status | Should -Be 'Succeeded'
        $result.Created | Should -BeGreaterThan 30
        $result.Target | Should -Be 'sandbox:pester'
    }

    It 'finds nothing to do the second time' {
        $before = Get-MutatingCount $sandbox
        (New-OptaEnvironment $environment).Status | Should -Be 'Unchanged'
        Get-MutatingCount $sandbox | Should -Be $before
    }

    It 'installs the mesh' {
        $mesh = Install-OptaMeshAddon -Environment staging -Mesh Linkerd
        $mesh.Status | Should -Be 'Ready'
        $mesh.IssuerExpires | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddDays(300))
        (Get-OptaEnvironment staging).Mesh | Should -Be 'linkerd'
    }

    It 'deploys the service, meshed' {
        (Deploy-OptaService $service -Environment staging -Image ghcr.io/acme/hello:1.4.2).Status | Should -Be 'Succeeded'
        $deployed = Get-OptaEnvironment staging | Get-OptaService
        $deployed.Status | Should -Be 'Ready'
        $deployed.Image | Should -Be 'ghcr.io/acme/hello:1.4.2'
        $deployed.Meshed | Should -BeTrue
    }

    It 'calls every endpoint by pipeline' {
        $answers = Get-OptaServiceEndpoint -Environment staging | Test-OptaServiceEndpoint
        $answers.Uri.Scheme | Sort-Object | Should -Be @('http', 'https')
        $answers.Success | Should -Not -Contain $false
    }

    It 'writes a kubeconfig without a token in it' {
        $file = Join-Path $TestDrive 'kubeconfig'
        (Export-OptaKubeconfig staging $file).Context | Should -Not -BeNullOrEmpty
        Get-Content -Raw $file | Should -Not -Match 'k8s-aws-v1'
        Get-Content -Raw $file | Should -Match 'exec:'
    }

    It 'refuses to remove an environment that has services' {
        { Remove-OptaEnvironment staging -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7023*'
    }

    It 'removes everything' {
        $result = Remove-OptaEnvironment staging -Recurse -Confirm:$false -PassThru
        $result.Status | Should -Be 'Succeeded'
        Get-OptaEnvironment | Should -BeNullOrEmpty
    }
}
