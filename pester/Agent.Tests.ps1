# What Azure Pipelines is told, by the cmdlets and by the program, and that nothing is told elsewhere.
BeforeAll {
    # Not below TestDrive, which Pester empties after each block.
    $work = [System.IO.Directory]::CreateTempSubdirectory('opta-agent-').FullName
    $env:OPTA_HOME = Join-Path $work 'home'
    Import-Module $env:OPTA_MODULE -Force
    Copy-Item -Recurse "$env:OPTA_EXAMPLES/hello" (Join-Path $work 'files')
    $environment = Join-Path $work 'files/env-aws.yaml'
    $bad = Join-Path $work 'files/bad.yaml'
    (Get-Content -Raw $environment) -replace 'k8s-base', 'k8s-bsae' | Set-Content $bad
    Start-OptaSandbox -Name agent -TimeScale 100 | Out-Null
    $program = Join-Path (Split-Path $env:OPTA_MODULE) 'engine/opta.dll'

    # A session of its own, as a pipeline task starts it; what it writes is what the agent reads.
    function Invoke-Task([string] $Script, [switch] $Agent) {
        $variables = @{ TF_BUILD = $Agent ? 'True' : $null; AGENT_TEMPDIRECTORY = $Agent ? (Join-Path $work 'temp') : $null }
        foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
        try { pwsh -NoProfile -NonInteractive -Command "Import-Module '$env:OPTA_MODULE'; `$OptaSandbox = 'agent'; $Script" 2>&1 | ForEach-Object { "$_" } }
        finally { foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $null) } }
    }
}

AfterAll {
    Stop-OptaSandbox -Name agent -RemoveData
    Remove-Item -Recurse -Force $work
}

Describe 'a pipeline task with cmdlets' {
    It 'groups steps, shows progress, and writes summary and JUnit file' {
        $lines = Invoke-Task "New-OptaEnvironment '$environment' | Out-Null" -Agent
        $lines | Where-Object { $_ -like '##`[group`]OptaPS: Apply*env-aws.yaml' } | Should -HaveCount 1
        $lines | Where-Object { $_ -eq '##[endgroup]' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^##vso\[task\.setprogress value=100;\]' } | Should -Not -BeNullOrEmpty
        $summary = ($lines | Where-Object { $_ -like '##vso`[task.uploadsummary`]*' }) -replace '^.*\]', ''
        Get-Content -Raw $summary | Should -Match '\*\*Succeeded\*\* on sandbox:agent'
        [xml] $results = Get-Content -Raw ($summary -replace 'md$', 'xml')
        [int] $results.testsuites.testsuite.tests | Should -BeGreaterThan 30
        $results.testsuites.testsuite.failures | Should -Be '0'
    }

    It 'makes an issue of an error, with its place' {
        $lines = Invoke-Task "New-OptaEnvironment '$bad' -ErrorAction SilentlyContinue" -Agent
        $issue = @($lines | Where-Object { $_ -like '##vso`[task.logissue *' })
        $issue | Should -HaveCount 1
        $issue[0] | Should -Match 'type=error;sourcepath=.*bad\.yaml;linenumber=\d+;columnnumber=\d+;code=OPTA1201;\]'
    }

    It 'sets variables of outputs' {
        $lines = Invoke-Task 'Get-OptaOutput staging -SetPipelineVariable | Out-Null' -Agent
        $lines | Where-Object { $_ -match '^##vso\[task\.setvariable variable=opta_\w+;isOutput=true;' } | Should -Not -BeNullOrEmpty
    }

    It 'is quiet elsewhere' {
        Invoke-Task "New-OptaEnvironment '$environment' | Out-Null; Get-OptaOutput staging -SetPipelineVariable | Out-Null" | Should -Not -Match '##'
        Invoke-Task "`$env:OPTA_PIPELINE_COMMANDS = 'off'; New-OptaEnvironment '$environment' | Out-Null" -Agent | Should -Not -Match '##'
    }

    It 'does not ask' {
        Invoke-Task 'Remove-OptaEnvironment staging' -Agent | Out-String | Should -Match 'OPTA7071'
    }
}

Describe 'a pipeline task with the program' {
    It 'tells the same and keeps its output clean' {
        $env:TF_BUILD = 'True'
        $env:OPTA_RESULTS = Join-Path $work 'results'
        try {
            $messages = Join-Path $work 'messages'
            $output = dotnet $program apply $environment --sandbox agent --auto-approve --output json 2>$messages
            $output | Out-String | ConvertFrom-Json | ForEach-Object status | Should -Be 'Unchanged'
            dotnet $program plan $bad --sandbox agent 2>$messages | Out-Null
            Get-Content $messages | Where-Object { $_ -match '^##vso\[task\.logissue type=error;.*code=OPTA1201;\]' } | Should -HaveCount 1
            dotnet $program output staging --sandbox agent --set-variables 2>$messages | Out-Null
            Get-Content $messages | Where-Object { $_ -like '##vso`[task.setvariable *' } | Should -Not -BeNullOrEmpty
            Get-ChildItem $env:OPTA_RESULTS -Filter 'TEST-opta-*.xml' | Should -Not -BeNullOrEmpty
        }
        finally {
            $env:TF_BUILD = $null
            $env:OPTA_RESULTS = $null
        }
    }
}
