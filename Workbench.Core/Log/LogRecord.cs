using System.Text.Json.Nodes;

namespace Workbench.Core.Log;

/// <summary>Something that happened and is to be kept in the log, in the same transaction as the change itself.</summary>
/// <param name="Kind">Verb in the field's words, for example <c>run.finished</c>, <c>decision.approved</c>.</param>
/// <param name="Subject">Id of what it is about, for example <c>R-0001</c>.</param>
/// <param name="Actor">Id of the person, or <c>workbench</c>.</param>
/// <param name="Detail">Facts worth proving later: hashes, names, numbers. No long texts, no secrets.</param>
public sealed record LogRecord(string Kind, string Subject, string Actor, JsonObject Detail);
