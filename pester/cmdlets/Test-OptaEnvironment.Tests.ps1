BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Test-OptaEnvironment' {
    It 'checks file and target without a change' {
        $before = Get-MutatingCount $world.Sandbox
        $checks = Get-Item $world.Environment | Test-OptaEnvironment
        $checks | Should -BeOfType ([OptaPS.Objects.CheckResult])
        $checks.Passed | Should -Not -Contain $false
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'leaves checks out by name, completes them and names the nearest one' {
        $left = Test-OptaEnvironment $world.Environment -SkipCheck 'Quota:*', clock | Where-Object Status -EQ Skipped
        $left.Check | Should -Contain 'Clock'
        $left.Check | Should -Contain 'Quota:Addresses'
        Get-Completion 'Test-OptaEnvironment x.yaml -SkipCheck Quota:A' | Should -Be 'Quota:Addresses'
        Test-OptaEnvironment $world.Environment -SkipCheck Quota:Adresses -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7080*'
        $problems[0].ErrorDetails.Message + $problems[0] | Should -Match 'Quota:Addresses'
    }

    It 'takes a name with brackets, spaces and other letters <Name>' -ForEach @(
        @{ Name = 'as it is'; Given = { Test-OptaEnvironment $file -Offline } }
        @{ Name = 'escaped'; Given = { Test-OptaEnvironment ([WildcardPattern]::Escape($file)) -Offline } }
        @{ Name = 'from the pipeline'; Given = { Get-ChildItem -LiteralPath $folder | Test-OptaEnvironment -Offline } }
        @{ Name = 'relative to the location'; Given = { Push-Location -LiteralPath $folder; try { Test-OptaEnvironment './énv [1].yaml' -Offline } finally { Pop-Location } } }
        @{ Name = 'on a drive of the session'; Given = { New-PSDrive -Name bracket -PSProvider FileSystem -Root $folder | Out-Null; Test-OptaEnvironment 'bracket:/énv [1].yaml' -Offline } }
    ) {
        $folder = Join-Path $TestDrive 'a [b] c'
        [System.IO.Directory]::CreateDirectory($folder) | Out-Null
        $file = Join-Path $folder 'énv [1].yaml'
        [System.IO.File]::Copy($world.Environment, $file, $true)
        (& $Given).Path | Should -Be $file
    }

    It 'fails for a pattern that nothing matches, and for what is not a file' {
        Test-OptaEnvironment (Join-Path $world.Folder 'none*.yaml') -Offline -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7001*'
        Test-OptaEnvironment env:PATH -Offline -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7072*'
    }

    It 'has a table' {
        Test-OptaEnvironment $world.Environment -Offline | Format-Table | Out-String -Width 120 | Should -Match 'Passed'
    }

    It 'goes on after a file that does not exist' {
        $checks = 'nowhere.yaml', $world.Environment | Test-OptaEnvironment -Offline -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7001*'
        $checks.Passed | Should -Be $true
    }
}
