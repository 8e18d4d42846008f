# The sandbox that all files of this folder share: environment 'staging', meshed, with service 'hello'. Made by the first file that asks.

function Get-World {
    <#
    .SYNOPSIS
    The shared world, made when there is none.
    #>
    [CmdletBinding()] param()

    if (-not $global:OptaTestWorld) {
        $folder = New-Item -ItemType Directory -Force (Join-Path ($env:OPTA_TEST_FOLDER ?? [System.IO.Path]::GetTempPath()) "world-$PID")
        $env:OPTA_HOME = Join-Path $folder 'home'
        Import-Module $env:OPTA_MODULE -Global
        Copy-Item "$env:OPTA_EXAMPLES/hello/*" $folder
        $sandbox = Start-OptaSandbox -Name world -Use -TimeScale 100
        $environment = Join-Path $folder 'env-aws.yaml'
        $service = Join-Path $folder 'hello.yaml'
        New-OptaEnvironment $environment -ErrorAction Stop | Out-Null
        Install-OptaMeshAddon -Environment staging -Mesh Linkerd -ErrorAction Stop | Out-Null
        Deploy-OptaService $service -ErrorAction Stop | Out-Null
        Deploy-OptaService $service -Image ghcr.io/acme/hello:1.4.2 -ErrorAction Stop | Out-Null
        $global:OptaTestWorld = [pscustomobject]@{ Folder = $folder.FullName; Home = $env:OPTA_HOME; Sandbox = $sandbox; Environment = $environment; Service = $service }
    }

    $env:OPTA_HOME = $global:OptaTestWorld.Home
    $env:KUBECONFIG = Join-Path $global:OptaTestWorld.Folder 'no-kubeconfig'
    $global:OptaSandbox = 'world'
    Import-Module $PSScriptRoot/../SandboxLog.psm1 -Global -Force
    $global:OptaTestWorld
}

function Get-Completion {
    <#
    .SYNOPSIS
    The words that Tab offers after a piece of a command line.
    #>
    [CmdletBinding()] param([Parameter(Mandatory, Position = 0)] [string] $Line)

    (TabExpansion2 $Line).CompletionMatches.CompletionText
}

Export-ModuleMember -Function Get-World, Get-Completion
