BeforeAll {
    Import-Module $PSScriptRoot/World.psm1 -Force
    Get-World | Out-Null
}

Describe 'Get-OptaSchema' {
    It 'gives the definition of one type' {
        (Get-OptaSchema -ModuleType aws-sqs | ConvertFrom-Json -AsHashtable).properties.Keys | Should -Contain 'type'
        ('aws-sqs', 'aws-sns' | Get-OptaSchema).Count | Should -Be 2
    }

    It 'names the types when one does not exist, and goes on' {
        $found = 'aws-sqqs', 'aws-sqs' | Get-OptaSchema -ErrorAction SilentlyContinue -ErrorVariable problems
        @($found).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OPTA7073*'
        $problems[0].TargetObject | Should -Be 'aws-sqqs'
    }

    It 'completes module types, each of which has a definition' {
        $types = Get-Completion 'Get-OptaSchema -ModuleType aws-s'
        $types | Should -Contain 'aws-sqs'
        { Get-OptaSchema -ModuleType $types[0] -ErrorAction Stop } | Should -Not -Throw
    }
}
