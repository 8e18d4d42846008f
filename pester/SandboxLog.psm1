# Reads a sandbox's request log by its control API, trusting the sandbox's own certificate authority and nothing else.

function Get-SandboxRequest {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Sandbox, [string] $Query = '')

    $description = Get-Content -Raw (Join-Path $Sandbox.DataFolder 'data/sandbox.json') | ConvertFrom-Json
    $policy = [System.Security.Cryptography.X509Certificates.X509ChainPolicy]::new()
    $policy.RevocationMode = 'NoCheck'
    $policy.TrustMode = 'CustomRootTrust'
    $policy.CustomTrustStore.ImportFromPem($description.caCertificates)
    $handler = [System.Net.Http.SocketsHttpHandler]::new()
    $handler.SslOptions.CertificateChainPolicy = $policy
    $client = [System.Net.Http.HttpClient]::new($handler)
    try {
        $client.DefaultRequestHeaders.Add('Authorization', "Bearer $($description.controlToken)")
        $text = $client.GetStringAsync("$($description.controlUrl)requests?$Query").GetAwaiter().GetResult()
        ($text | ConvertFrom-Json).requests
    }
    finally {
        $client.Dispose()
    }
}

function Get-MutatingCount {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] $Sandbox)

    @(Get-SandboxRequest $Sandbox -Query 'mutating=true').Count
}

Export-ModuleMember -Function Get-SandboxRequest, Get-MutatingCount
