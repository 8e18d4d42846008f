@{
    RootModule           = 'OptaPS.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'f3a5c1de-6c56-4b0e-9d0a-6a0f1f6f2b57'
    Author               = 'OptaPS contributors'
    CompanyName          = 'OptaPS contributors'
    Copyright            = '(c) 2026 OptaPS contributors. MIT licence.'
    Description          = 'Turns one short YAML file per environment and per service into running cloud infrastructure, a meshed Kubernetes cluster and deployed services.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('OptaPS.Format.ps1xml')
    TypesToProcess       = @('OptaPS.Types.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Clear-OptaSandboxFault'
        'Compare-OptaRelease'
        'Deploy-OptaService'
        'Expand-OptaChart'
        'Export-OptaKubeconfig'
        'Export-OptaSandbox'
        'Get-OptaClusterToken'
        'Get-OptaEnvironment'
        'Get-OptaOutput'
        'Get-OptaPlan'
        'Get-OptaRelease'
        'Get-OptaReleaseHistory'
        'Get-OptaSandbox'
        'Get-OptaSandboxFault'
        'Get-OptaSchema'
        'Get-OptaService'
        'Get-OptaServiceEndpoint'
        'Import-OptaResource'
        'Import-OptaSandbox'
        'Install-OptaMeshAddon'
        'Move-OptaResource'
        'New-OptaEnvironment'
        'Protect-OptaResource'
        'Remove-OptaEnvironment'
        'Remove-OptaService'
        'Repair-OptaEnvironment'
        'Restore-OptaRelease'
        'Set-OptaSandboxFault'
        'Start-OptaSandbox'
        'Stop-OptaSandbox'
        'Test-OptaDrift'
        'Test-OptaEnvironment'
        'Test-OptaServiceEndpoint'
        'Uninstall-OptaRelease'
        'Unprotect-OptaResource'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'AWS', 'Kubernetes', 'Helm', 'Infrastructure', 'Deployment')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'First version: AWS environments, Linkerd, services, sandbox.'
        }
    }
}
