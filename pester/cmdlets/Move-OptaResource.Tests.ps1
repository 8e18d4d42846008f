BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Move-OptaResource' {
    It 'changes nothing under -WhatIf' {
        Move-OptaResource staging base/vpc base/other -WhatIf | Should -BeNullOrEmpty
        { Move-OptaResource staging base/other base/another -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA2008*'
    }

    It 'says that a move was made before, and moves nothing' {
        Move-OptaResource staging base/other base/vpc -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        "$warnings" | Should -BeLike '*Nothing was moved*'
    }

    It 'moves a record and makes no call' {
        $before = @(Get-SandboxRequest $world.Sandbox).Count
        $moved = Move-OptaResource staging base/vpc base/other -Confirm:$false
        $moved | Should -BeOfType ([OptaPS.Objects.MovedResource])
        $moved.Address | Should -Be 'base/other'
        (Move-OptaResource staging base/other base/vpc -Confirm:$false).From | Should -Be 'base/other'
        @(Get-SandboxRequest $world.Sandbox).Count | Should -Be $before
    }

    It 'refuses an address that is taken' {
        { Move-OptaResource staging base/vpc base/key -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA2411*'
    }
}
