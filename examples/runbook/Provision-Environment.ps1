#Requires -Modules OptaPS
<#
.SYNOPSIS
Checks, plans and creates an environment, and refuses to go on when the plan would replace or delete anything.
.EXAMPLE
./Provision-Environment.ps1 ./env-aws.yaml -Mesh Linkerd
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    [ValidateSet('None', 'Linkerd')] [string] $Mesh = 'None',
    [switch] $AllowReplace
)

$ErrorActionPreference = 'Stop'

$failed = Test-OptaEnvironment $Path | Where-Object { -not $_.Passed }
if ($failed) { throw "$(@($failed).Count) checks of $Path failed: $(($failed | ForEach-Object { $_.Diagnostic ?? "$($_.Check): $($_.Message)" }) -join '; ')" }

$plan = Get-OptaPlan $Path
if (($plan.Replace + $plan.Delete) -gt 0 -and -not $AllowReplace) {
    throw "The plan replaces $($plan.Replace) and deletes $($plan.Delete) resources. Look at it with Get-OptaPlan, then give -AllowReplace."
}

if ($PSCmdlet.ShouldProcess($plan.EnvironmentName, "Create or converge ($($plan.Summary))")) {
    $result = New-OptaEnvironment $Path -Confirm:$false
    if ($Mesh -ne 'None') { Install-OptaMeshAddon -Environment $result.EnvironmentName -Mesh $Mesh -Confirm:$false | Out-Null }
    $result
}
