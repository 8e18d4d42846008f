# Objects of a sandbox's local cluster, read with the built module.
BeforeAll {
    $env:OPTA_HOME = Join-Path $TestDrive 'home'
    Import-Module $env:OPTA_MODULE -Force
    Start-OptaSandbox -Name kube -LocalCluster -Use | Out-Null
}

AfterAll {
    Stop-OptaSandbox -Name kube -RemoveData
}

Describe 'Get-OptaKubeResource' {
    It 'gets objects by kind, plural, short name and category' {
        (Get-OptaKubeResource ns).Name | Should -Contain 'kube-system'
        (Get-OptaKubeResource Namespace).Count | Should -Be (Get-OptaKubeResource namespaces).Count
        (Get-OptaKubeResource all -AllNamespaces).Kind | Should -Contain 'Service'
    }

    It 'says whether an object is ready and what the server prints' {
        $namespace = Get-OptaKubeResource ns default
        $namespace | Should -BeOfType ([OptaPS.Objects.KubeResource])
        $namespace.Status | Should -Be 'Ready'
        $namespace.Columns['Status'] | Should -Be 'Active'
        $namespace.Target | Should -Be 'sandbox:kube'
    }

    It 'gives the whole object' {
        (Get-OptaKubeResource ns default).Object.metadata.name | Should -Be 'default'
    }

    It 'takes wildcards, several names and several kinds' {
        (Get-OptaKubeResource ns 'kube-*').Name | Should -Not -Contain 'default'
        (Get-OptaKubeResource ns default, kube-system).Count | Should -Be 2
        (Get-OptaKubeResource ns, clusterroles).Kind | Sort-Object -Unique | Should -Be 'ClusterRole', 'Namespace'
    }

    It 'selects by label and by field' {
        (Get-OptaKubeResource ns -Selector 'kubernetes.io/metadata.name=default').Name | Should -Be 'default'
        (Get-OptaKubeResource ns -FieldSelector 'metadata.name=kube-system').Name | Should -Be 'kube-system'
    }

    It 'stops reading when nobody wants more' {
        @(Get-OptaKubeResource clusterroles | Select-Object -First 2).Count | Should -Be 2
    }

    It 'writes an error for a name that does not exist and goes on' {
        $found = Get-OptaKubeResource ns nowhere, default -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'default'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'OPTA4002*'
    }

    It 'names the nearest kind for an unknown one' {
        { Get-OptaKubeResource namespacez -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA4003*' -ExpectedMessage '*namespaces*'
    }

    It 'shows a table with the reason' {
        $text = Get-OptaKubeResource ns | Out-String -Width 200
        $text | Should -Match 'v1/Namespace'
        $text | Should -Match 'Status=Active'
    }
}
