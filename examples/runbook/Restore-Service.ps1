#Requires -Modules OptaPS
<#
.SYNOPSIS
Goes back to the image of an earlier revision of a service, through the service's file, so that later deployments keep it.
.EXAMPLE
./Restore-Service.ps1 ./hello.yaml -Environment staging -Image ghcr.io/acme/hello:1.4.1
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Image
)

$ErrorActionPreference = 'Stop'

$plan = Get-OptaPlan $Path -Environment $Environment
Get-OptaRelease "$($plan.ServiceName)-*" -Environment $Environment | Get-OptaReleaseHistory | Format-Table | Out-String | Write-Verbose
if ($PSCmdlet.ShouldProcess("$Environment/$($plan.ServiceName)", "Go back to $Image")) {
    Deploy-OptaService $Path -Environment $Environment -Image $Image -Confirm:$false | Out-Null
    & "$PSScriptRoot/Test-Canary.ps1" -Environment $Environment -Service $plan.ServiceName
}
