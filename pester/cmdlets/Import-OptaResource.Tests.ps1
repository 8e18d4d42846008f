BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Import-OptaResource' {
    BeforeAll {
        $vpc = (Get-OptaOutput staging | Where-Object Name -eq vpc_id).Value.Trim('"')
    }

    It 'knows what is recorded, by value, by hashtable, by file and by pipeline' {
        (Import-OptaResource $world.Environment base/vpc $vpc).Outcome | Should -Be 'Known'
        (Import-OptaResource $world.Environment -Resource @{ 'base/vpc' = $vpc }).Identifier | Should -Be $vpc
        $file = Join-Path $world.Folder 'import.yaml'
        "base/vpc: $vpc" | Set-Content $file
        (Import-OptaResource $world.Environment -ResourceFile $file -WhatIf).Address | Should -Be 'base/vpc'
        ([pscustomobject]@{ Address = 'base/vpc'; Identifier = $vpc } | Import-OptaResource $world.Environment) | Should -BeOfType ([OptaPS.Objects.ImportedItem])
    }

    It 'tells everything that is wrong at once and records nothing' {
        Import-OptaResource $world.Environment -Resource @{ 'base/vcp' = 'x'; 'base/vpc' = 'vpc-other' } -ErrorAction SilentlyContinue -ErrorVariable wrong
        $wrong.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } | Sort-Object | Should -Be 'OPTA2008', 'OPTA2410'
        (Import-OptaResource $world.Environment base/vpc $vpc).Outcome | Should -Be 'Known'
    }

    It 'refuses an import of nothing' {
        { Import-OptaResource $world.Environment -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7064*'
    }
}
