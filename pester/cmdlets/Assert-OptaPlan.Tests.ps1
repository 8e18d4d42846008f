BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Assert-OptaPlan' {
    It 'passes a plan without changes' {
        { Get-OptaPlan $world.Environment | Assert-OptaPlan -NoChange } | Should -Not -Throw
    }

    It 'throws what a plan changes' {
        $plan = Deploy-OptaService $world.Service -Image a/b:7 -WhatIf
        { $plan | Assert-OptaPlan -NoLoss } | Should -Not -Throw
        { $plan | Assert-OptaPlan -NoChange } | Should -Throw -ErrorId 'OPTA7074*'
        { $plan | Assert-OptaPlan -OnlyAddress 'nothing/*' } | Should -Throw '*none of nothing*'
        { $plan | Assert-OptaPlan -OnlyAddress ($plan.Items | Where-Object Action -NE None).Address } | Should -Not -Throw
    }

    It 'throws what a removal deletes' {
        { Remove-OptaService hello -Environment staging -WhatIf | Assert-OptaPlan -NoLoss } | Should -Throw -ErrorId 'OPTA7074*'
    }
}
