using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Billing.Api.Execution;

/// <summary>What is left to check each time of an operation whose document the library has found valid: the values of its variables, and the arguments
/// and directives that use them. Found once, so that a request walks no document. It decides plain cases only (variables of scalars and enums, with a
/// good value or none); whatever else comes is left to the library, errors and their wording included.</summary>
internal sealed class OperationPlan
{
    private readonly List<PlannedVariable> variables;
    private readonly DocumentValues values;
    private readonly IValidationResult? always;

    private OperationPlan(List<PlannedVariable> variables, DocumentValues values)
    {
        this.variables = variables;
        this.values = values;
        always = variables.Count == 0 && values.AreConstant ? values.With(Variables.None) : null;
    }

    /// <param name="document">Valid.</param>
    /// <returns>Null where the operation has something that only the library judges.</returns>
    public static OperationPlan? Of(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        var variables = new List<PlannedVariable>();
        foreach (var definition in operation.Variables?.Items ?? [])
        {
            if (PlannedVariable.Of(schema, definition) is not { } planned) return null;
            variables.Add(planned);
        }
        return DocumentValues.Of(schema, document, operation) is { } values ? new(variables, values) : null;
    }

    /// <returns>Null where the library has to judge.</returns>
    public IValidationResult? Check(Inputs given)
    {
        if (always is not null) return always;
        var known = new Variables();
        foreach (var planned in variables)
        {
            if (planned.From(given) is not { } variable) return null;
            known.Add(variable);
        }
        try
        {
            return values.With(known);
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            return null;    // a value that does not fit: the library says why
        }
    }

    private sealed record PlannedVariable(GraphQLVariableDefinition Definition, string Name, ScalarGraphType Type, bool IsRequired, object? Default)
    {
        public static PlannedVariable? Of(ISchema schema, GraphQLVariableDefinition definition)
        {
            var type = definition.Type.GraphTypeFromType(schema);
            var isRequired = type is NonNullGraphType;
            var scalar = (type is NonNullGraphType required ? required.ResolvedType : type) as ScalarGraphType;
            if (scalar is null || definition.Directives is { Count: > 0 } || !TryDefault(definition, scalar, out var standard)) return null;
            return new(definition, definition.Variable.Name.StringValue, scalar, isRequired, standard);
        }

        public Variable? From(Inputs given)
        {
            var variable = new Variable(Name, Definition);
            if (given.TryGetValue(Name, out var value))
            {
                if (value is null || !TryParse(value, out var parsed)) return null;
                variable.Value = parsed;
            }
            else if (Definition.DefaultValue is not null)
            {
                variable.Value = Default;
                variable.IsDefault = true;
            }
            else if (IsRequired)
            {
                return null;
            }
            return variable;
        }

        private bool TryParse(object value, out object? parsed)
        {
            try
            {
                parsed = Type.ParseValue(value);
                return true;
            }
            catch (Exception refusal) when (refusal is not OutOfMemoryException)
            {
                parsed = null;
                return false;
            }
        }

        private static bool TryDefault(GraphQLVariableDefinition definition, ScalarGraphType scalar, out object? standard)
        {
            standard = definition.DefaultValue is { } literal && scalar.CanParseLiteral(literal) ? scalar.ParseLiteral(literal) : null;
            return definition.DefaultValue is null || standard is not null;
        }
    }
}
