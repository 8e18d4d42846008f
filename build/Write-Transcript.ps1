#!/usr/bin/env pwsh
<#
.SYNOPSIS
Runs a day's work against a sandbox and writes what was typed and shown to docs/transcript.md.
.EXAMPLE
pwsh -NonInteractive ./build/Write-Transcript.ps1
#>
[CmdletBinding()]
param([string] $Module = (Get-Item "$PSScriptRoot/../out/OptaPS/*/OptaPS.psd1").FullName)

$ErrorActionPreference = 'Continue'
$PSStyle.OutputRendering = 'PlainText'
$work = New-Item -ItemType Directory (Join-Path ([System.IO.Path]::GetTempPath()) "opta-transcript-$PID")
$env:OPTA_HOME = Join-Path $work 'home'
Copy-Item "$PSScriptRoot/../examples/hello/*" $work
Copy-Item -Recurse "$PSScriptRoot/../examples/runbook" (Join-Path $work 'runbook')
$env:PSModulePath = (Split-Path (Split-Path (Split-Path $Module))) + [System.IO.Path]::PathSeparator + $env:PSModulePath
$text = [System.Text.StringBuilder]::new()

function Add-Part([string] $Title, [string] $Words) { [void] $text.Append("`n## $Title`n`n$Words`n") }

function Add-Line([string] $Command) {
    [void] $text.Append("`n" + (([string] [char] 96) * 3) + "text`nPS> $Command`n")
    # Everything that a person would see: objects as PowerShell formats them, warnings, errors.
    $shown = try { . ([scriptblock]::Create($Command)) 2>&1 3>&1 | Out-String -Width 118 } catch { $_ | Out-String -Width 118 }
    $plain = $shown -replace '\x1b\[[0-9;]*m', '' -replace [regex]::Escape($work.FullName), '~/shop' -replace '127\.0\.0\.1:\d+', '127.0.0.1' -replace '(?m)[ \t]+$', '' -replace "`r", ''
    [void] $text.Append($plain.Trim("`n") + "`n" + (([string] [char] 96) * 3) + "`n")
}

Push-Location $work
try {
    [void] $text.Append("# A day's work, as typed and shown`n`nMade by ``build/Write-Transcript.ps1``, which runs every line below in PowerShell $($PSVersionTable.PSVersion) against a sandbox (time runs 100 times as fast as on a real cloud). Progress bars are not shown.`n")

    Add-Part 'Morning: an environment' 'The files are those of `examples/hello`. Leave the second line out and the same lines work on the real cloud.'
    . Add-Line 'Import-Module OptaPS'
    . Add-Line 'Start-OptaSandbox -Use -TimeScale 100 | Select-Object Name, Status'
    . Add-Line 'Test-OptaEnvironment ./env-aws.yaml | Format-Table Check, Passed, Target'
    . Add-Line '$plan = Get-OptaPlan ./env-aws.yaml; $plan.Summary'
    . Add-Line '$plan.Items | Select-Object -First 8 | Format-Table Action, Risk, Address, Type'
    . Add-Line 'New-OptaEnvironment ./env-aws.yaml'
    . Add-Line 'Install-OptaMeshAddon -Environment staging -Mesh Linkerd'
    . Add-Line 'Get-OptaEnvironment'

    Add-Part 'Noon: a service' 'Deployed, watched, called.'
    . Add-Line 'Deploy-OptaService ./hello.yaml -Environment staging -Image ghcr.io/acme/hello:1.4.1'
    . Add-Line 'Get-OptaService staging'
    . Add-Line 'Get-OptaServiceEndpoint -Environment staging | Test-OptaServiceEndpoint | Format-Table Uri, StatusCode, Success'
    . Add-Line 'Deploy-OptaService ./hello.yaml -Environment staging -Image ghcr.io/acme/hello:1.4.2 -WhatIf'
    . Add-Line '$job = Deploy-OptaService ./hello.yaml -Environment staging -Image ghcr.io/acme/hello:1.4.2 -AsJob; $job | Wait-Job | Format-Table Name, PSJobTypeName, State'
    . Add-Line '$job | Receive-Job'
    . Add-Line 'Get-OptaReleaseHistory hello-app -Namespace hello -Environment staging'

    Add-Part 'Afternoon: things go wrong' 'A name with a slip, a mistake in a file, a removal that nobody confirms.'
    . Add-Line 'Get-OptaService stagign'
    . Add-Line '(Get-Content ./env-aws.yaml) -replace "k8s-base", "k8s-bsae" | Set-Content ./broken.yaml; Test-OptaEnvironment ./broken.yaml -Offline | Format-List Check, Passed, Message'
    . Add-Line 'Remove-OptaEnvironment staging'
    . Add-Line 'Remove-OptaEnvironment staging -Recurse'
    . Add-Line './runbook/Restore-Service.ps1 ./hello.yaml -Environment staging -Image ghcr.io/acme/hello:1.4.1'
    . Add-Line './runbook/Test-Drift.ps1 ./env-aws.yaml, ./hello.yaml'
    . Add-Line 'New-OptaEnvironment ./env-aws.yaml | Select-Object Status, Unchanged, Duration'

    Add-Part 'Evening: nothing is left' 'Services first, then the environment, in reverse order of their making.'
    . Add-Line 'Remove-OptaEnvironment staging -Recurse -Confirm:$false -PassThru'
    . Add-Line 'Get-OptaEnvironment'
    . Add-Line 'Stop-OptaSandbox -RemoveData'
    [System.IO.File]::WriteAllText("$PSScriptRoot/../docs/transcript.md", $text.ToString())
}
finally {
    Pop-Location
    Get-OptaSandbox -ErrorAction SilentlyContinue | Where-Object Status -EQ Running | Stop-OptaSandbox -RemoveData
    Remove-Item -Recurse -Force $work
}
