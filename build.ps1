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
    [string] $Runtime = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier,

    # Package, on Windows: signs our own files with this certificate of the user's or the machine's store before they are packed.
    [string] $CertificateThumbprint,

    # Package with -CertificateThumbprint: a time server, without which signatures end together with the certificate.
    [uri] $TimestampServer
)

# Signs the files of the built module that carry a signature; libraries of others keep theirs.
function Add-ModuleSignature {
    param([string] $Thumbprint, [uri] $TimeServer)

    $certificate = Get-Item "Cert:\CurrentUser\My\$Thumbprint", "Cert:\LocalMachine\My\$Thumbprint" -ErrorAction Ignore | Select-Object -First 1
    if (-not $certificate) { throw "No certificate with thumbprint '$Thumbprint' is in the stores CurrentUser\My and LocalMachine\My." }
    $folder = "out/OptaPS/$((Import-PowerShellDataFile module/OptaPS.psd1).ModuleVersion)"
    $files = Get-ChildItem $folder -Recurse -File | Where-Object Name -Match '^(OptaPS.*\.(dll|psd1|ps1xml)|opta\.(dll|exe))$'
    $time = $TimeServer ? @{ TimestampServer = $TimeServer } : @{}
    $unsigned = $files | Set-AuthenticodeSignature -Certificate $certificate -HashAlgorithm SHA256 @time | Where-Object Status -NE Valid
    if ($unsigned) { throw "Not signed: $(($unsigned | ForEach-Object { "$($_.Path) ($($_.StatusMessage))" }) -join '; ')" }
}

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build OptaPS.sln -c $Configuration }
        'Test' { dotnet test OptaPS.sln -c $Configuration }
        'Publish' { dotnet publish src/OptaPS.Cli -c $Configuration -r $Runtime -o "out/opta/$Runtime" }
        'Package' {
            if ($CertificateThumbprint) {
                if (-not $IsWindows) { throw '-CertificateThumbprint needs Windows: Authenticode signatures cannot be made on other systems. Package without it, or run this on Windows.' }
                dotnet build src/OptaPS.PowerShell -c $Configuration
                if ($LASTEXITCODE) { exit $LASTEXITCODE }
                Add-ModuleSignature $CertificateThumbprint $TimestampServer
                dotnet pack src/OptaPS.PowerShell -c $Configuration --no-build
            }
            else {
                dotnet pack src/OptaPS.PowerShell -c $Configuration
            }
        }
        'Demo' { dotnet run --project src/OptaPS.Cli -c $Configuration -- demo }
    }
    exit $LASTEXITCODE
}
finally {
    Pop-Location
}
