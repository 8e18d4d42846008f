BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaServiceEndpoint' {
    It 'lists addresses' {
        $endpoints = Get-OptaServiceEndpoint staging
        $endpoints | Should -BeOfType ([OptaPS.Objects.ServiceEndpoint])
        $endpoints.Uri.Scheme | Sort-Object -Unique | Should -Be 'http', 'https'
    }

    It 'streams from environments through services to answers' {
        $order = [System.Collections.Generic.List[string]]::new()
        $answers = Get-OptaEnvironment | ForEach-Object { $order.Add('environment'); $_ } | Get-OptaService | ForEach-Object { $order.Add('service'); $_ } |
            Where-Object Status -EQ Ready | Get-OptaServiceEndpoint | ForEach-Object { $order.Add('endpoint'); $_ } | Test-OptaServiceEndpoint | ForEach-Object { $order.Add('answer'); $_ }
        $answers.Success | Should -Not -Contain $false
        # The first answer is there before the second endpoint was asked for: nothing is collected on the way.
        $order.IndexOf('answer') | Should -BeLessThan $order.LastIndexOf('endpoint')
    }

    It 'has nothing to test when every service is ready' {
        Get-OptaEnvironment | Get-OptaService | Where-Object Status -NE Ready | Get-OptaServiceEndpoint | Test-OptaServiceEndpoint | Should -BeNullOrEmpty
    }

    It 'refuses an unknown service' {
        { Get-OptaServiceEndpoint staging helo -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7021*'
    }
}
