# Reads a sandbox's request log by its control API, trusting the sandbox's own certificate authority and nothing else.

function Invoke-SandboxControl {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] $Sandbox, [Parameter(Mandatory, Position = 1)] [string] $Path, [string] $Body)

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
        $answer = if ($Body) {
            $client.PostAsync("$($description.controlUrl)$Path", [System.Net.Http.StringContent]::new($Body, $null, 'application/json')).GetAwaiter().GetResult()
        }
        else {
            $client.GetAsync("$($description.controlUrl)$Path").GetAwaiter().GetResult()
        }
        $answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync().GetAwaiter().GetResult() | ConvertFrom-Json
    }
    finally {
        $client.Dispose()
    }
}

function Get-SandboxRequest {
    <#
    .SYNOPSIS
    The requests that the sandbox has answered.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] $Sandbox, [string] $Query = '')

    (Invoke-SandboxControl $Sandbox "requests?$Query").requests
}

function Use-SandboxTimeScale {
    <#
    .SYNOPSIS
    Lets the sandbox's time run faster or slower from now on.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] $Sandbox, [Parameter(Mandatory, Position = 1)] [double] $Scale)

    Invoke-SandboxControl $Sandbox 'time-scale' -Body "{`"scale`":$Scale}" | Out-Null
}

function Get-MutatingCount {
    <#
    .SYNOPSIS
    How many requests could have changed something.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] $Sandbox)

    @(Get-SandboxRequest $Sandbox -Query 'mutating=true').Count
}

Export-ModuleMember -Function Get-SandboxRequest, Get-MutatingCount, Use-SandboxTimeScale
