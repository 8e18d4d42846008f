BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaKubeResource' {
    It 'gets objects by kind, plural, short name and category' {
        $all = Get-OptaKubeResource ns -Environment staging
        $all.Name | Should -Contain 'hello'
        (Get-OptaKubeResource Namespace -Environment staging).Count | Should -Be $all.Count
        (Get-OptaKubeResource all -AllNamespaces -Environment staging).Kind | Should -Contain 'Deployment'
    }

    It 'says whether an object is ready and what the server prints' {
        $deployment = Get-OptaKubeResource deploy -Namespace hello -Environment staging
        $deployment | Should -BeOfType ([OptaPS.Objects.KubeResource])
        $deployment.Status | Should -Be 'Ready'
        $deployment.Columns['Ready'] | Should -Match '^(\d+)/\1$'
        $deployment.Target | Should -BeLike 'sandbox:*'
        $deployment.EnvironmentName | Should -Be 'staging'
        $deployment.Object.spec.replicas | Should -BeGreaterThan 0
    }

    It 'takes wildcards, several names, several kinds and environments from the pipeline' {
        (Get-OptaKubeResource ns 'kube-*' -Environment staging).Name | Should -Not -Contain 'default'
        (Get-OptaKubeResource ns default, hello -Environment staging).Count | Should -Be 2
        (Get-OptaEnvironment staging | Get-OptaKubeResource ns, clusterroles).Kind | Sort-Object -Unique | Should -Be 'ClusterRole', 'Namespace'
    }

    It 'selects by label and by field' {
        (Get-OptaKubeResource ns -Selector 'kubernetes.io/metadata.name=default' -Environment staging).Name | Should -Be 'default'
        (Get-OptaKubeResource ns -FieldSelector 'metadata.name=hello' -Environment staging).Name | Should -Be 'hello'
    }

    It 'stops reading when nobody wants more' {
        @(Get-OptaKubeResource clusterroles -Environment staging | Select-Object -First 2).Count | Should -Be 2
    }

    It 'hides the values of secrets unless they are asked for' {
        $record = @{ Resource = 'secrets'; FieldSelector = 'type=helm.sh/release.v1'; Namespace = 'hello'; Environment = 'staging' }
        (Get-OptaKubeResource @record | Select-Object -First 1).Object.data.release | Should -Be '(hidden)'
        (Get-OptaKubeResource @record -IncludeSecretData | Select-Object -First 1).Object.data.release.Length | Should -BeGreaterThan 100
    }

    It 'writes an error for a name that does not exist and goes on' {
        $found = Get-OptaKubeResource ns nowhere, default -Environment staging -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'default'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OPTA4002*'
    }

    It 'names the nearest kind for an unknown one' {
        { Get-OptaKubeResource namespacez -Environment staging -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA4003*' -ExpectedMessage '*namespaces*'
    }

    It 'never falls through to a kubeconfig of the user' {
        { Get-OptaKubeResource ns -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7050*'
    }

    It 'has a table with what the server prints' {
        $text = Get-OptaKubeResource ns -Environment staging | Out-String -Width 200
        $text | Should -Match 'v1/Namespace'
        $text | Should -Match 'Status=Active'
    }
}
