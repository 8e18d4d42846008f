BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Import-OptaSandbox' {
    AfterAll { if (Get-OptaSandbox copied) { Stop-OptaSandbox copied -RemoveData } }

    It 'makes a sandbox of the same world, and replaces none without -Force' {
        $archive = Export-OptaSandbox (Join-Path $TestDrive 'world.zip') world
        ($archive | Import-OptaSandbox -Name copied).Status | Should -Be 'Stopped'
        $archive | Import-OptaSandbox -Name copied -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Match 'OPTA7017'
        $archive | Import-OptaSandbox -Name world -Force -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Match 'OPTA7018'
        Import-OptaSandbox $PSCommandPath other -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Match 'OPTA7019'
    }
}
