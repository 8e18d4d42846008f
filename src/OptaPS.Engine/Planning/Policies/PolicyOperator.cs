namespace OptaPS.Engine.Planning.Policies;

/// <summary>How a rule compares a value. A rule is broken when its comparison holds.</summary>
public enum PolicyOperator
{
    /// <summary>There is a value.</summary>
    Exists,

    /// <summary>There is no value.</summary>
    Absent,

    /// <summary>The value is the operand.</summary>
    Equals,

    /// <summary>The value is not the operand, or there is none.</summary>
    NotEquals,

    /// <summary>The value is one of the operand's elements.</summary>
    In,

    /// <summary>The value is none of the operand's elements, or there is none.</summary>
    NotIn,

    /// <summary>The text has a part that the regular expression describes.</summary>
    Matches,

    /// <summary>No part of the text is as the regular expression describes, or there is no value.</summary>
    NotMatches,

    /// <summary>The list has the operand as an element, or the text has it as a part.</summary>
    Contains,

    /// <summary>The number is greater than the operand.</summary>
    GreaterThan,

    /// <summary>The number is less than the operand.</summary>
    LessThan,
}
