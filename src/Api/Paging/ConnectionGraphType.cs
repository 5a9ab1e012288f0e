using Billing.Api.Security;
using GraphQL.Types;

namespace Billing.Api.Paging;

/// <summary>Marks types whose lists are already counted by the page size of the field that yields them.</summary>
internal interface IConnectionGraphType;

/// <summary>A graph type that lists are made of. Its name is known before it is made.</summary>
public interface INodeType : IGraphType
{
    /// <summary>As in the schema: connections are called after it.</summary>
    static abstract string NodeName { get; }
}

/// <summary>Where a page stands in its list.</summary>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

public sealed class PageInfoType : ObjectGraphType<PageInfo>
{
    public PageInfoType()
    {
        Name = "PageInfo";
        Description = "Where a page stands in its list.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<BooleanGraphType>>("hasNextPage").Description("More follow.").Resolve(context => context.Source.HasNextPage);
        Field<NonNullGraphType<BooleanGraphType>>("hasPreviousPage").Description("Some come before.").Resolve(context => context.Source.HasPreviousPage);
        Field<StringGraphType>("startCursor").Description("The first edge's cursor.").Resolve(context => context.Source.StartCursor);
        Field<StringGraphType>("endCursor").Description("The last edge's cursor: pass it as after for the next page.").Resolve(context => context.Source.EndCursor);
    }
}

/// <summary>One entry of a page and its place.</summary>
public sealed class EdgeGraphType<TNode, TNodeType> : ObjectGraphType<Edge<TNode>>
    where TNodeType : INodeType
{
    public EdgeGraphType()
    {
        Name = TNodeType.NodeName + "Edge";
        Description = "One entry of a page and its place.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<StringGraphType>>("cursor").Description("Its place: pass it as after to go on behind it.").Resolve(context => context.Source.Cursor);
        Field<NonNullGraphType<TNodeType>>("node").Description("The entry.").Resolve(context => context.Source.Node);
    }
}

/// <summary>A page of a list: <c>XConnection</c> of <c>X</c>.</summary>
public sealed class ConnectionGraphType<TNode, TNodeType> : ObjectGraphType<Connection<TNode>>, IConnectionGraphType
    where TNodeType : INodeType
{
    public ConnectionGraphType()
    {
        Name = TNodeType.NodeName + "Connection";
        Description = "A page of a list.";
        this.FieldsRequire(Right.Inherited);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EdgeGraphType<TNode, TNodeType>>>>>("edges")
            .Description("The entries with their cursors.").Resolve(context => context.Source.Edges);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TNodeType>>>>("nodes")
            .Description("The entries alone.").Resolve(context => context.Source.Nodes);
        Field<NonNullGraphType<PageInfoType>>("pageInfo").Description("Where this page stands.").Resolve(context => Info(context.Source));
        Field<NonNullGraphType<IntGraphType>>("totalCount").Description("Entries of the whole list.").Resolve(context => context.Source.TotalCount);
    }

    private static PageInfo Info(Connection<TNode> page) =>
        new(page.HasNextPage, page.HasPreviousPage, page.Edges is [var first, ..] ? first.Cursor : null, page.Edges is [.., var last] ? last.Cursor : null);
}
