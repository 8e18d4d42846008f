#Requires -Modules OptaPS
<#
.SYNOPSIS
Checks that a service is ready, meshed where its environment is, and answers at every address several times in a row.
.EXAMPLE
./Test-Canary.ps1 -Environment staging -Service hello
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Service,
    [int] $Attempts = 5,
    [int] $SlowestMilliseconds = 2000
)

$ErrorActionPreference = 'Stop'

$state = Get-OptaService $Environment $Service
Assert-OptaService -InputObject $state
$endpoints = Get-OptaServiceEndpoint $Environment $Service
$answers = 1..$Attempts | ForEach-Object { $endpoints | Test-OptaServiceEndpoint -TimeoutSeconds 10 }
foreach ($answer in $answers) { Assert-OptaServiceEndpoint -InputObject $answer -SlowestMilliseconds $SlowestMilliseconds }

[pscustomobject]@{
    EnvironmentName = $Environment
    ServiceName     = $Service
    Image           = $state.Image
    Calls           = @($answers).Count
    Slowest         = ($answers.Duration | Sort-Object)[-1]
}
