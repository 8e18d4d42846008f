namespace OptaPS.Helm.Yaml;

internal sealed partial class YamlScanner
{
    private void FetchEnd()
    {
        cursor.ForceNewLine();
        UnrollIndent(-1);
        RemoveSimpleKey();
        simpleKeyAllowed = false;
        ended = true;
        queue.Add(new YamlToken(YamlTokenKind.StreamEnd, cursor.Mark, cursor.Mark));
    }

    private void FetchDocumentIndicator(YamlTokenKind kind)
    {
        UnrollIndent(-1);
        RemoveSimpleKey();
        simpleKeyAllowed = false;
        Indicator(kind, 3);
    }

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        simpleKeys.Add(new SimpleKey { TokenNumber = NextNumber });
        flowLevel++;
        if (flowLevel > MaximumDepth)
        {
            throw Error(cursor.Mark, $"exceeded max depth of {MaximumDepth}", cursor.Mark);
        }
        simpleKeyAllowed = true;
        Indicator(kind);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveSimpleKey();
        if (flowLevel > 0)
        {
            flowLevel--;

            // For an empty collection this forgets the collection itself as a possible key, which decides what go-yaml says about "{}: x".
            keyAtToken.Remove(simpleKeys[^1].TokenNumber);
            simpleKeys.RemoveAt(simpleKeys.Count - 1);
        }
        simpleKeyAllowed = false;
        Indicator(kind);
    }

    private void FetchBlockEntry()
    {
        if (flowLevel == 0)
        {
            if (!simpleKeyAllowed)
            {
                throw Error(cursor.Mark, "block sequence entries are not allowed in this context", cursor.Mark);
            }
            RollIndent(cursor.Column, -1, YamlTokenKind.BlockSequenceStart, cursor.Mark);
        }
        RemoveSimpleKey();
        simpleKeyAllowed = true;
        Indicator(YamlTokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (flowLevel == 0)
        {
            if (!simpleKeyAllowed)
            {
                throw Error(cursor.Mark, "mapping keys are not allowed in this context", cursor.Mark);
            }
            RollIndent(cursor.Column, -1, YamlTokenKind.BlockMappingStart, cursor.Mark);
        }
        RemoveSimpleKey();
        simpleKeyAllowed = flowLevel == 0;
        Indicator(YamlTokenKind.Key);
    }

    private void FetchValue()
    {
        if (IsValid(simpleKeys.Count - 1))
        {
            var key = simpleKeys[^1];
            Insert(key.TokenNumber - taken, new YamlToken(YamlTokenKind.Key, key.Mark, key.Mark));
            RollIndent(key.Mark.Column, key.TokenNumber, YamlTokenKind.BlockMappingStart, key.Mark);
            key.Possible = false;
            simpleKeys[^1] = key;
            keyAtToken.Remove(key.TokenNumber);
            simpleKeyAllowed = false;
        }
        else
        {
            if (flowLevel == 0)
            {
                if (!simpleKeyAllowed)
                {
                    throw Error(cursor.Mark, "mapping values are not allowed in this context", cursor.Mark);
                }
                RollIndent(cursor.Column, -1, YamlTokenKind.BlockMappingStart, cursor.Mark);
            }
            simpleKeyAllowed = flowLevel == 0;
        }
        Indicator(YamlTokenKind.Value);
    }

    private void FetchSimple(Func<YamlToken> scan)
    {
        SaveSimpleKey();
        simpleKeyAllowed = false;
        queue.Add(scan());
    }

    private void FetchPlain()
    {
        SaveSimpleKey();
        simpleKeyAllowed = false;
        queue.Add(scalars.Plain(indent, flowLevel, out var crossedLine));
        if (crossedLine)
        {
            simpleKeyAllowed = true;
        }
    }
}
