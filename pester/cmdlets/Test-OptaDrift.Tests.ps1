BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Test-OptaDrift' {
    It 'finds nothing where nobody changed anything, and changes nothing' {
        $before = Get-MutatingCount $world.Sandbox
        Test-OptaDrift staging | Should -BeNullOrEmpty
        Test-OptaDrift staging -Quiet | Should -BeTrue
        (Get-OptaEnvironment staging | Test-OptaDrift -Quiet) | Should -BeTrue
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'says how fields are left out' {
        { Test-OptaDrift staging -Ignore Deployment -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7084*'
        Test-OptaDrift staging -Ignore 'Deployment:/spec/replicas', '*WebhookConfiguration:*/caBundle' -Quiet | Should -BeTrue
    }

    It 'runs as a job' {
        Test-OptaDrift staging -Quiet -AsJob | Receive-Job -Wait -AutoRemoveJob | Should -BeTrue
        Get-Job | Where-Object PSJobTypeName -EQ 'OptaJob' | Should -BeNullOrEmpty
    }

    It 'names the environments that exist' {
        { Test-OptaDrift stagin -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7020*'
    }

    It 'completes environments' {
        Get-Completion 'Test-OptaDrift -EnvironmentName ' | Should -Contain 'staging'
    }
}
