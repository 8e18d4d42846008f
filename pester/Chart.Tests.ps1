# Rendering charts with the built module: objects to work with, and the exact text.
BeforeAll {
    $env:OPTA_HOME = Join-Path $TestDrive 'home'
    Import-Module $env:OPTA_MODULE -Force
    $corpus = Join-Path $PSScriptRoot '../tests/OptaPS.Conformance.Tests/Helm/corpus/charts'
    $chart = Join-Path $corpus 'app-stack/chart'
}

Describe 'Expand-OptaChart' {
    It 'returns one object for each document' {
        $documents = Expand-OptaChart $chart demo -KubeVersion 1.29.0
        $documents[0] | Should -BeOfType ([OptaPS.Objects.ChartDocument])
        $documents.Kind | Should -Contain 'Deployment'
        ($documents | Where-Object Kind -EQ 'ServiceAccount').ApiVersion | Should -Be 'v1'
    }

    It 'returns the exact text that helm template prints' {
        $golden = [System.IO.File]::ReadAllText((Join-Path $corpus 'app-stack/golden/default.yaml'))
        Expand-OptaChart $chart demo -KubeVersion 1.29.0 -AsText | Should -BeExactly $golden
    }

    It 'takes values files and binds charts from the pipeline' {
        $documents = Get-Item $chart | Expand-OptaChart -ReleaseName books -Namespace prod -ValuesFile (Join-Path $corpus 'app-stack/values/production.yaml') -KubeVersion 1.29.0
        $documents.Count | Should -BeGreaterThan 5
    }

    It 'tells what is wrong with a chart' {
        { Expand-OptaChart (Join-Path $TestDrive 'nowhere') -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA5001*'
    }

    It 'needs confirmation for removing a release' {
        (Get-Command Uninstall-OptaRelease).Parameters.Keys | Should -Contain 'Confirm'
        (Get-Command Restore-OptaRelease).Parameters.Keys | Should -Contain 'WhatIf'
    }
}
