BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
}

Describe 'Install-OptaMeshAddon' {
    It 'changes nothing where the mesh is installed' {
        $before = Get-MutatingCount $world.Sandbox
        $mesh = Get-OptaEnvironment staging | Install-OptaMeshAddon
        $mesh | Should -BeOfType ([OptaPS.Objects.MeshInfo])
        $mesh.Status | Should -Be 'Ready'
        Get-MutatingCount $world.Sandbox | Should -Be $before
    }

    It 'refuses a mesh that does not exist and completes those that do' {
        { Install-OptaMeshAddon staging -Mesh Nothing } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        Get-Completion 'Install-OptaMeshAddon staging -Mesh Li' | Should -Be 'Linkerd'
    }

    It 'runs as a job that fails with the diagnostic on its error stream' {
        $job = Install-OptaMeshAddon nowhere -AsJob
        $job | Wait-Job -Timeout 60 | Out-Null
        $job.State | Should -Be 'Failed'
        $job.ChildJobs[0].Error[0].FullyQualifiedErrorId | Should -Be 'OPTA7020'
        $job | Remove-Job
    }
}
