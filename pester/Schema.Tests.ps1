# Files checked offline and the schema for editors, on the built module; no target is needed.
BeforeAll {
    $env:OPTA_HOME = Join-Path $TestDrive 'home'
    Import-Module $env:OPTA_MODULE -Force
    $environment = @'
name: staging
org_name: acme
providers: {aws: {region: us-east-1, account_id: 1}}
modules:
  - type: base
  - type: k8s-cluster
  - type: k8s-base
'@
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'files')
    Set-Content (Join-Path $folder 'good.yaml') $environment
    Set-Content (Join-Path $folder 'bad.yaml') "$environment`n  - type: bsae`n  - type: redis`n    nmae: x"
    Set-Content (Join-Path $folder 'open.yaml') "input_variables: [{name: size}]`n$($environment -replace 'k8s-cluster', "k8s-cluster`n    max_nodes: '{vars.size}'")"
    Set-Content (Join-Path $folder 'values.yaml') 'replicaCount: 1'
}

Describe 'Get-OptaSchema' {
    It 'gives one JSON document as text' {
        $schema = Get-OptaSchema
        $schema | Should -BeOfType ([string])
        @($schema).Count | Should -Be 1
        ($schema | ConvertFrom-Json -AsHashtable).definitions.Keys | Should -Contain 'gcp-gcs'
    }

    It 'narrows it to a cloud' {
        $types = (Get-OptaSchema -Cloud aws | ConvertFrom-Json -AsHashtable).definitions.Keys
        $types | Should -Contain 'aws-sqs'
        $types | Should -Not -Contain 'gcp-gcs'
    }

    It 'refuses an unknown cloud and completes the known ones' {
        { Get-OptaSchema -Cloud oracle } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        (TabExpansion2 'Get-OptaSchema -Cloud az').CompletionMatches.CompletionText | Should -Be 'azure'
    }
}

Describe 'Test-OptaEnvironment on files' {
    It 'passes a good file' {
        $check = Test-OptaEnvironment (Join-Path $folder 'good.yaml') -Offline
        @($check).Count | Should -Be 1
        $check.Passed | Should -BeTrue
    }

    It 'writes one object per finding, in the order of the file' {
        $checks = Test-OptaEnvironment (Join-Path $folder 'bad.yaml') -Offline
        $checks.Passed | Should -Not -Contain $true
        $checks.Count | Should -BeGreaterOrEqual 2
        $checks[0].Diagnostic.Code | Should -Be 'OPTA1201'
        $checks[0].Diagnostic.Location.Line | Should -Be 8
        $checks[0].Diagnostic.Nearest | Should -Be 'base'
        $checks[0].Diagnostic.HelpLink | Should -Be 'docs/errors/1xxx.md#opta1201'
        $checks.Diagnostic.Location.Line | Should -Be @($checks.Diagnostic.Location.Line | Sort-Object)
    }

    It 'checks a folder, file by file, and leaves other YAML out' {
        Push-Location $folder
        try { $checks = Test-OptaEnvironment . } finally { Pop-Location }
        $checks.Path | Sort-Object -Unique | Should -Be @('bad.yaml', 'good.yaml', 'open.yaml')
        ($checks | Where-Object Path -EQ 'good.yaml').Passed | Should -BeTrue
        ($checks | Where-Object Path -EQ 'bad.yaml').Passed | Should -Contain $false
    }

    It 'leaves a variable without a value open, and checks one that is given' {
        (Test-OptaEnvironment (Join-Path $folder 'open.yaml') -Offline).Passed | Should -BeTrue
        (Test-OptaEnvironment (Join-Path $folder 'open.yaml') -Offline -Variable @{ size = 7 }).Passed | Should -BeTrue
        (Test-OptaEnvironment (Join-Path $folder 'open.yaml') -Offline -Variable @{ size = 'many' }).Diagnostic.Code | Should -Contain 'OPTA1212'
    }

    It 'finds what differs from Opta, without a call' {
        $found = Test-OptaEnvironment (Join-Path $folder 'good.yaml') -Compatibility | Where-Object Check -Like 'Compatibility:*'
        $found.Check | Should -Contain 'Compatibility:newer-defaults'
        $found.Passed | Should -Not -Contain $false
        $found[0].Diagnostic.Location.Line | Should -Be 6
        (Test-OptaEnvironment $folder.FullName -Compatibility).Path | Sort-Object -Unique | Should -HaveCount 3
    }

    It 'says so when a folder holds nothing to check' {
        $empty = New-Item -ItemType Directory (Join-Path $TestDrive 'empty')
        $check = Test-OptaEnvironment $empty.FullName
        $check.Passed | Should -BeFalse
        $check.Diagnostic.Code | Should -Be 'OPTA7004'
    }
}
