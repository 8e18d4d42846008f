BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

BeforeAll {
    $corpus = Join-Path $PSScriptRoot '../../tests/OptaPS.Conformance.Tests/Helm/corpus/charts'
    $chart = Join-Path $corpus 'app-stack/chart'
}

Describe 'Expand-OptaChart' {
    It 'returns objects with kind and name' {
        $documents = Expand-OptaChart $chart demo -KubeVersion 1.29.0
        $documents | Should -BeOfType ([OptaPS.Objects.ChartDocument])
        $documents.Kind | Should -Contain 'Deployment'
        $documents | Out-String -Width 120 | Should -Match 'Deployment'
    }

    It 'takes paths, folder objects and properties' {
        (Get-Item $chart | Expand-OptaChart -KubeVersion 1.29.0).Count | Should -BeGreaterThan 3
        ($chart | Expand-OptaChart -KubeVersion 1.29.0).Count | Should -BeGreaterThan 3
        ([pscustomobject]@{ Path = $chart; ReleaseName = 'by-name' } | Expand-OptaChart -KubeVersion 1.29.0 -AsText) | Should -Match 'by-name'
    }

    It 'goes on after a chart that does not exist' {
        $documents = '/nowhere', $chart | Expand-OptaChart -KubeVersion 1.29.0 -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA5001*'
        $documents.Count | Should -BeGreaterThan 3
    }

    It 'stops early when its reader has enough' {
        (Expand-OptaChart $chart demo -KubeVersion 1.29.0 | Select-Object -First 1) | Should -HaveCount 1
    }
}
