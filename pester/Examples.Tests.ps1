# Runs every example of every help page, in one session and one sandbox, in the order that docs/cmdlets/README.md tells.
BeforeDiscovery {
    Import-Module $env:OPTA_MODULE
    $phase = {
        switch -Regex ($_.BaseName) {
            '^Start-OptaSandbox$' { 0; break }
            '^(Test-OptaEnvironment|Get-OptaSchema|Get-OptaSandbox|Expand-OptaChart)$' { 1; break }
            '^Get-OptaPlan$' { 2; break }
            '^New-OptaEnvironment$' { 3; break }
            '^Install-OptaMeshAddon$' { 4; break }
            '^Deploy-OptaService$' { 5; break }
            '^(Restore|Clear)-' { 7; break }
            '^Uninstall-' { 8; break }
            '^Remove-OptaService$' { 9; break }
            '^Remove-OptaEnvironment$' { 10; break }
            '^Stop-OptaSandbox$' { 11; break }
            default { 6 }
        }
    }
    $examples = foreach ($page in Get-ChildItem "$PSScriptRoot/../docs/cmdlets/*-Opta*.md" | Sort-Object $phase, Name) {
        $text = Get-Content -Raw $page
        $below = ($text -split '(?m)^## Examples\s*$')[1] -split '(?m)^## '
        $number = 0
        foreach ($section in ($below[0] -split '(?m)^### ' | Select-Object -Skip 1)) {
            $number++
            @{
                Page   = $page.BaseName
                Number = $number
                Title  = ($section -split '\r?\n')[0]
                Before = [regex]::Match($section, '(?s)<!-- run-before: (.*?) -->').Groups[1].Value
                Code   = [regex]::Match($section, '(?s)```powershell\r?\n(.*?)\r?\n```').Groups[1].Value
            }
        }
    }
    $shown = (Get-Module OptaPS).ExportedCmdlets.Keys
}

BeforeAll {
    $env:OPTA_HOME = Join-Path $TestDrive 'home'
    Import-Module $env:OPTA_MODULE -Force
    $env:KUBECONFIG = Join-Path $TestDrive 'no-kubeconfig'
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'work')
    Copy-Item "$env:OPTA_EXAMPLES/hello/*" $folder
    Copy-Item -Recurse "$PSScriptRoot/../tests/OptaPS.Conformance.Tests/Helm/corpus/charts/app-stack/chart" (Join-Path $folder 'chart')
    Push-Location $folder
}

AfterAll {
    Pop-Location
    if (Get-OptaSandbox default) { Stop-OptaSandbox -RemoveData }
    $env:KUBECONFIG = $null
}

Describe 'examples of the help pages' {
    It '<Page> <Number>: <Title>' -ForEach $examples {
        $Code | Should -Not -BeNullOrEmpty
        # Like a user's prompt: errors stop, nothing asks, and the result is formatted.
        $ErrorActionPreference = 'Stop'
        if ($Before) { . ([scriptblock]::Create($Before)) | Out-Null }
        $output = . ([scriptblock]::Create($Code)) 4>$null 6>$null
        { $output | Out-String -Width 120 } | Should -Not -Throw
    }
}

Describe 'help of <_>' -ForEach $shown {
    It 'is complete in the built module' {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match '\[-'
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
        $own = (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin [System.Management.Automation.Cmdlet]::CommonParameters -and $_ -notin 'WhatIf', 'Confirm' }
        foreach ($parameter in $own) {
            ($help.Parameters.Parameter | Where-Object Name -EQ $parameter).Description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter is described"
        }
    }
}
