#!/usr/bin/env pwsh
# The entry for people in a PowerShell session; every task is one dotnet command.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Publish', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Publish: the platform of the opta program, such as linux-x64, win-x64 or osx-arm64.
    [string] $Runtime = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
)

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build OptaPS.sln -c $Configuration }
        'Test' { dotnet test OptaPS.sln -c $Configuration }
        'Publish' { dotnet publish src/OptaPS.Cli -c $Configuration -r $Runtime -o (Join-Path 'out' 'opta' $Runtime) }
        'Package' { dotnet pack src/OptaPS.PowerShell -c $Configuration }
        'Demo' { dotnet run --project src/OptaPS.Cli -c $Configuration -- demo }
    }
    exit $LASTEXITCODE
}
finally {
    Pop-Location
}
