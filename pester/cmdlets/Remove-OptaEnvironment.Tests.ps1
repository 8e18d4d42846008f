BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Remove-OptaEnvironment' {
    It 'shows the plan under -WhatIf and sends no mutating request' {
        $before = Get-MutatingCount $world.Sandbox
        $plan = Get-OptaEnvironment staging | Remove-OptaEnvironment -Recurse -WhatIf
        $plan | Should -BeOfType ([OptaPS.Objects.PlanView])
        $plan.Delete | Should -BeGreaterThan 0
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'refuses while services exist' {
        { Remove-OptaEnvironment staging -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7023*'
    }

    It 'does not wait for an answer that nobody can give' {
        { Remove-OptaEnvironment staging -Recurse -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7071*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'Confirm:\$false'
        Get-OptaEnvironment staging | Should -Not -BeNullOrEmpty
    }

    It 'has a high impact and completes environments' {
        (Get-Command Remove-OptaEnvironment).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
        Get-Completion 'Remove-OptaEnvironment ' | Should -Contain 'staging'
    }
}
