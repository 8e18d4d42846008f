BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Export-OptaSandbox' {
    It 'writes a running world into a file for its owner only' {
        $path = Join-Path $TestDrive 'world.zip'
        Export-OptaSandbox $path world -WhatIf
        Test-Path $path | Should -BeFalse
        $archive = Get-OptaSandbox world | Export-OptaSandbox $path
        $archive.World | Should -Be (Get-OptaSandbox world).World
        $archive.Bytes | Should -Be (Get-Item $path).Length
        if ($IsLinux) { (Get-Item $path).UnixMode | Should -Be '-rw-------' }
        Export-OptaSandbox $path world -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Match 'OPTA7017'
        Export-OptaSandbox $path world -Force | Should -Not -BeNullOrEmpty
    }
}
