# Every cmdlet that can change something, under -WhatIf: it says what it would do, and neither the target nor the state on this machine changes.
BeforeDiscovery {
    Import-Module $env:OPTA_MODULE
    $calls = @{
        'Clear-OptaSandboxFault' = { Clear-OptaSandboxFault -WhatIf }
        'Deploy-OptaService'     = { Deploy-OptaService $world.Service -Image ghcr.io/acme/hello:0.0.1 -WhatIf }
        'Export-OptaKubeconfig'  = { Export-OptaKubeconfig staging $unwritten -WhatIf }
        'Export-OptaSandbox'     = { Export-OptaSandbox $unwritten world -WhatIf }
        'Import-OptaResource'    = { Import-OptaResource $world.Environment base/vpc $vpc -WhatIf }
        'Import-OptaSandbox'     = { Import-OptaSandbox $world.Service unmade -WhatIf }
        'Install-OptaMeshAddon'  = { Install-OptaMeshAddon staging -WhatIf }
        'Move-OptaResource'      = { Move-OptaResource staging base/vpc base/network -WhatIf }
        'New-OptaEnvironment'    = { New-OptaEnvironment $changed -WhatIf }
        'Protect-OptaResource'   = { Protect-OptaResource staging base/vpc -WhatIf }
        'Remove-OptaEnvironment' = { Remove-OptaEnvironment staging -Recurse -WhatIf }
        'Remove-OptaService'     = { Remove-OptaService hello -Environment staging -WhatIf }
        'Repair-OptaEnvironment' = { Repair-OptaEnvironment staging -WhatIf }
        'Restore-OptaRelease'    = { Restore-OptaRelease hello-app 1 -Namespace hello -Environment staging -WhatIf }
        'Set-OptaSandboxFault'   = { Set-OptaSandboxFault Throttle -Id unset -WhatIf }
        'Start-OptaSandbox'      = { Start-OptaSandbox unmade -WhatIf }
        'Stop-OptaSandbox'       = { Stop-OptaSandbox world -RemoveData -WhatIf }
        'Uninstall-OptaRelease'  = { Uninstall-OptaRelease hello-app -Namespace hello -Environment staging -WhatIf }
        'Unlock-OptaEnvironment' = { Unlock-OptaEnvironment staging -Force -WhatIf }
        'Unprotect-OptaResource' = { Unprotect-OptaResource staging base/vpc -WhatIf }
        'Update-OptaStateKey'    = { Update-OptaStateKey staging -WhatIf }
    }
    $cases = (Get-Module OptaPS).ExportedCmdlets.Values | Where-Object { $_.Parameters.ContainsKey('WhatIf') } |
        ForEach-Object { @{ Name = $_.Name; Call = $calls[$_.Name] } }
}

BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    $world = Get-World
    $ErrorActionPreference = 'Stop'
    $vpc = (Get-OptaOutput staging | Where-Object Name -EQ vpc_id).Value.Trim('"')
    $unwritten = Join-Path $TestDrive 'unwritten'
    $changed = Join-Path $world.Folder 'env-more.yaml'
    (Get-Content -Raw $world.Environment) -replace 'type: k8s-cluster', "type: k8s-cluster`n    max_nodes: 9" | Set-Content $changed

    function Get-Fingerprint {
        $files = Get-ChildItem -Recurse -File (Join-Path $world.Home 'sandboxes/world/state') | Sort-Object FullName | Get-FileHash | ForEach-Object { "$($_.Path) $($_.Hash)" }
        @($files) + @(Get-OptaSandbox | ForEach-Object { "$($_.Name) $($_.Status)" }) + @(Get-OptaSandboxFault | ForEach-Object Id)
    }
}

AfterAll { Remove-Item $changed }

Describe 'every cmdlet that changes something' {
    It '<Name> -WhatIf' -ForEach $cases {
        $Call | Should -Not -BeNullOrEmpty -Because 'a new cmdlet needs its line in this file'
        $mutating = Get-MutatingCount $world.Sandbox
        $before = Get-Fingerprint
        & $Call | Out-Null
        Get-MutatingCount $world.Sandbox | Should -Be $mutating
        Get-Fingerprint | Should -Be $before
        Test-Path $unwritten | Should -BeFalse
    }

    It 'shows the real plan of every part of a removal' {
        $plans = Remove-OptaEnvironment staging -Recurse -WhatIf
        $plans.ServiceName | Should -Be 'hello', $null
        $plans.Delete | Should -Be @(4, (Get-OptaEnvironment staging).Resources)
    }

    It 'shows a plan without changes, too, and records nothing' {
        (New-OptaEnvironment $world.Environment -WhatIf).HasChanges | Should -BeFalse
        (Deploy-OptaService $world.Service -WhatIf) | Should -BeOfType ([OptaPS.Objects.PlanView])
        (Install-OptaMeshAddon staging -WhatIf) | Should -BeOfType ([OptaPS.Objects.PlanView])
    }

    It 'shows the real plan of an environment' {
        (New-OptaEnvironment $changed -WhatIf).Items | Where-Object Action -EQ Update | ForEach-Object Properties | ForEach-Object After | Should -Contain '9'
    }
}
