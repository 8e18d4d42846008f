BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Export-OptaKubeconfig' {
    It 'writes a file without a token, readable by its owner only' {
        $file = Join-Path $TestDrive 'one'
        $written = Get-OptaEnvironment staging | Export-OptaKubeconfig -Path $file
        $written | Should -BeOfType ([OptaPS.Objects.KubeconfigInfo])
        Get-Content -Raw $file | Should -Not -Match 'k8s-aws-v1'
        if (-not $IsWindows) { (Get-Item $file).UnixMode | Should -Be '-rw-------' }
    }

    It 'writes nothing under -WhatIf' {
        $file = Join-Path $TestDrive 'two'
        Export-OptaKubeconfig staging $file -WhatIf
        $file | Should -Not -Exist
    }

    It 'makes contexts that Tab completes' {
        $file = Join-Path $TestDrive 'three'
        $context = (Export-OptaKubeconfig staging $file).Context
        (Get-Completion "Get-OptaRelease -Kubeconfig $file -KubeContext ") -replace "'" | Should -Contain $context
    }

    It 'names the environments that exist when the name is wrong' {
        { Export-OptaKubeconfig stagign (Join-Path $TestDrive 'x') -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7020*'
        $Error[0].Exception.Diagnostics[0].Nearest | Should -Be 'staging'
    }
}
