#!/usr/bin/env pwsh
# The entry for people in a PowerShell session; every task is one dotnet command.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build OptaPS.sln -c $Configuration }
        'Test' { dotnet test OptaPS.sln -c $Configuration }
        'Package' { dotnet pack src/OptaPS.PowerShell -c $Configuration }
        'Demo' { dotnet run --project src/OptaPS.Cli -c $Configuration -- demo }
    }
    exit $LASTEXITCODE
}
finally {
    Pop-Location
}
