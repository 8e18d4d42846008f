# Other versions of libraries in the same session, loaded before and after OptaPS: neither side sees the other's.
BeforeDiscovery {
    $libraries = 'Newtonsoft.Json', 'YamlDotNet', 'AWSSDK.Core', 'Azure.Core' | ForEach-Object { @{ Library = $_ } }
}

BeforeAll {
    $env:OPTA_HOME = Join-Path $TestDrive 'home'
    $others = (Get-ChildItem "$PSScriptRoot/../build/OptaPS.ConflictAssets/bin/*/net10.0/OptaPS.ConflictAssets.dll" | Sort-Object LastWriteTime)[-1].DirectoryName
    $chart = Join-Path $PSScriptRoot '../tests/OptaPS.Conformance.Tests/Helm/corpus/charts/app-stack/chart'

    # What OptaPS does in these sessions needs YAML, JSON and the cloud libraries of the engine.
    $work = @"
        `$documents = Expand-OptaChart '$chart' demo -KubeVersion 1.29.0 -ErrorAction Stop
        Test-OptaEnvironment '$env:OPTA_EXAMPLES/hello/env-aws.yaml' -Offline -ErrorAction Stop | Out-Null
        Get-OptaEnvironment -ErrorAction Stop | Out-Null
        if (`$documents.Count -lt 5) { throw 'too few documents' }
"@

    function Invoke-Session([string] $Script) {
        $lines = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; try { $Script } catch { 'FAILED ' + `$_; exit 1 }" 2>&1 | ForEach-Object { "$_" }
        $LASTEXITCODE | Should -Be 0 -Because ($lines -join "`n")
        $lines
    }
}

Describe 'OptaPS beside another version of <Library>' -ForEach $libraries {
    BeforeAll {
        $file = Join-Path $others "$Library.dll"
        $version = [System.Reflection.AssemblyName]::GetAssemblyName($file).Version.ToString()
        # The versions of the library in the default context and in the context of the engine.
        $report = "foreach (`$c in [System.Runtime.Loader.AssemblyLoadContext]::All) { foreach (`$a in `$c.Assemblies) { if (`$a.GetName().Name -eq '$Library') { `"`$(`$c.Name ?? 'other') `$(`$a.GetName().Version)`" } } }"
        # PowerShell has a Newtonsoft.Json of its own, so a module that needs another one loads it into a context of its own.
        $load = if ($Library -eq 'Newtonsoft.Json') { "`$other = [System.Runtime.Loader.AssemblyLoadContext]::new('other'); `$other.LoadFromAssemblyPath('$file') | Out-Null" } else { "Add-Type -Path '$file'" }
    }

    It 'loaded before' {
        $lines = Invoke-Session "$load; Import-Module '$env:OPTA_MODULE'; $work; $report"
        $lines | Where-Object { $_ -like "*$version" -and $_ -notlike 'OptaPS.Engine*' } | Should -Not -BeNullOrEmpty
        $lines | Where-Object { $_ -like "OptaPS.Engine $version" } | Should -BeNullOrEmpty
    }

    It 'loaded after' {
        $lines = Invoke-Session "Import-Module '$env:OPTA_MODULE'; $work; $load; $work; $report"
        $lines | Where-Object { $_ -like "*$version" -and $_ -notlike 'OptaPS.Engine*' } | Should -Not -BeNullOrEmpty
        $lines | Where-Object { $_ -like "OptaPS.Engine $version" } | Should -BeNullOrEmpty
    }
}
