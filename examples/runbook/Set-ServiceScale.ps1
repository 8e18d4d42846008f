#Requires -Modules OptaPS
<#
.SYNOPSIS
Sets how many pods a service runs at least and at most, in its file, and deploys it.
.EXAMPLE
./Set-ServiceScale.ps1 ./hello.yaml -Environment staging -Least 3 -Most 6
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [ValidateRange(1, 1000)] [int] $Least,
    [ValidateRange(1, 1000)] [int] $Most = $Least
)

$ErrorActionPreference = 'Stop'

if ($Most -lt $Least) { throw "-Most $Most is less than -Least $Least." }
if (-not $PSCmdlet.ShouldProcess($Path, "Run $Least to $Most pods")) { return }

# The file stays the one place where the number is written; the next deployment by anybody keeps it.
$before = Get-Content -Raw $Path
$text = $before
foreach ($pair in @{ min_containers = $Least; max_containers = $Most }.GetEnumerator()) {
    $text = if ($text -match "(?m)^(\s+)$($pair.Key):.*$") { $text -replace "(?m)^(\s+)$($pair.Key):.*$", "`${1}$($pair.Key): $($pair.Value)" }
    else { $text -replace '(?m)^(\s+)(image:.*)$', "`${1}`${2}`n`${1}$($pair.Key): $($pair.Value)" }
}
Set-Content -Path $Path -Value $text -NoNewline
try {
    Deploy-OptaService $Path -Environment $Environment -Confirm:$false
}
catch {
    Set-Content -Path $Path -Value $before -NoNewline
    throw
}
