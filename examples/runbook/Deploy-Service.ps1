#Requires -Modules OptaPS
<#
.SYNOPSIS
Deploys an image and calls every endpoint of the service; goes back to the image before when one does not answer.
.EXAMPLE
./Deploy-Service.ps1 ./hello.yaml -Environment staging -Image ghcr.io/acme/hello:1.4.2
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Image,
    [int] $Attempts = 5,
    [int] $SlowestMilliseconds = 2000
)

$ErrorActionPreference = 'Stop'

$service = (Get-OptaPlan $Path -Environment $Environment).ServiceName
$before = Get-OptaService $Environment $service -ErrorAction SilentlyContinue
if (-not $PSCmdlet.ShouldProcess("$Environment/$service", "Deploy $Image")) { return }

try {
    Deploy-OptaService $Path -Environment $Environment -Image $Image -Confirm:$false | Out-Null
    & "$PSScriptRoot/Test-Canary.ps1" -Environment $Environment -Service $service -Attempts $Attempts -SlowestMilliseconds $SlowestMilliseconds
}
catch {
    $failure = $_
    if ($before) {
        Write-Warning "The deployment of $Image failed; going back to $($before.Image)."
        Deploy-OptaService $Path -Environment $Environment -Image $before.Image -Confirm:$false | Out-Null
    }
    throw $failure
}
