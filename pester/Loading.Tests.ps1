# What Import-Module does and does not do, in fresh shells.
BeforeAll {
    function Invoke-Shell([string] $Script) { pwsh -NoProfile -NonInteractive -Command $Script 2>&1 | ForEach-Object { "$_" } }
}

Describe 'Import-Module OptaPS' {
    It 'loads two assemblies and nothing of the engine' {
        $loaded = Invoke-Shell "`$before = [AppDomain]::CurrentDomain.GetAssemblies().FullName; Import-Module '$env:OPTA_MODULE'; [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.FullName -notin `$before } | ForEach-Object { `$_.GetName().Name }; [System.Runtime.Loader.AssemblyLoadContext]::All.Name"
        $loaded | Where-Object { $_ -like 'OptaPS*' } | Sort-Object | Should -Be 'OptaPS', 'OptaPS.Contracts'
        $loaded | Should -Not -Contain 'OptaPS.Engine'
    }

    It 'works twice with -Force, with one engine for both' {
        $out = Invoke-Shell "Import-Module '$env:OPTA_MODULE'; Get-OptaSchema -Cloud aws | Out-Null; Import-Module '$env:OPTA_MODULE' -Force; Import-Module '$env:OPTA_MODULE' -Force; (Get-OptaSchema -Cloud aws).Length -gt 100; @([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'OptaPS.Engine').Count"
        $out | Should -Be 'True', '1'
    }

    It 'passes Test-ModuleManifest, with everything it exports named' {
        $manifest = Test-ModuleManifest $env:OPTA_MODULE -ErrorAction Stop
        $manifest.ExportedCmdlets.Count | Should -BeGreaterThan 20
        $manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count | Should -Be 0
        Get-Content -Raw $env:OPTA_MODULE | Should -Not -Match "Export\s*=\s*'\*'"
    }

    It 'uses approved verbs and singular nouns' {
        Invoke-Shell "Import-Module '$env:OPTA_MODULE' 3>&1" | Should -BeNullOrEmpty
        $verbs = (Get-Verb).Verb
        (Test-ModuleManifest $env:OPTA_MODULE).ExportedCmdlets.Keys | ForEach-Object { $_.Split('-')[0] | Should -BeIn $verbs }
    }

    It 'gives types that scripts find by name, also in a thread job and a background job' {
        $out = Invoke-Shell "Import-Module '$env:OPTA_MODULE'; [OptaPS.Objects.PlanView].FullName; (Start-ThreadJob { Import-Module '$env:OPTA_MODULE'; (Get-OptaSchema -Cloud aws).Length -gt 100 } | Wait-Job | Receive-Job)"
        $out | Should -Be 'OptaPS.Objects.PlanView', 'True'
    }
}
