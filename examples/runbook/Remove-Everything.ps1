#Requires -Modules OptaPS
<#
.SYNOPSIS
Removes an environment with its services, after its name was typed a second time, and proves that nothing is left of it.
.EXAMPLE
./Remove-Everything.ps1 -Environment staging -Repeat staging
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Repeat,
    [switch] $AllowDataLoss
)

$ErrorActionPreference = 'Stop'

if ($Repeat -cne $Environment) { throw "-Repeat must be the environment's name, '$Environment'." }
if (-not $PSCmdlet.ShouldProcess($Environment, 'Remove the environment and its services')) { return }

$result = Remove-OptaEnvironment $Environment -Recurse -AllowDataLoss:$AllowDataLoss -Confirm:$false -PassThru
if (Get-OptaEnvironment $Environment -ErrorAction SilentlyContinue) { throw "'$Environment' still has state: $($result.Open -join ', ')." }
$result
