#Requires -Modules OptaPS
<#
.SYNOPSIS
Compares what is live with the files and lists what differs. Changes nothing; made for a schedule.
.EXAMPLE
./Test-Drift.ps1 ./env-aws.yaml, ./hello.yaml
#>
[CmdletBinding()]
param([Parameter(Mandatory, Position = 0)] [string[]] $Path)

$ErrorActionPreference = 'Stop'

foreach ($plan in $Path | Get-OptaPlan) {
    foreach ($item in $plan.Items | Where-Object Action -NE 'None') {
        [pscustomobject]@{
            EnvironmentName = $plan.EnvironmentName
            ServiceName     = $plan.ServiceName
            Address         = $item.Address
            Action          = $item.Action
            Properties      = @($item.Properties.Path)
        }
    }
}
