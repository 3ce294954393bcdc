using System.Text.Json;

namespace Workbench.Core.Inference.Templates;

/// <summary>Turns a context into the values a template sees.</summary>
internal static class ContextValues
{
    /// <param name="content">Applied to the contents of all messages: whole, or text by text where a content has parts.</param>
    public static Scope Of(TemplateContext context, Func<string, string> content)
    {
        var scope = new Scope(null);
        Globals.AddTo(scope);
        scope.Set("messages", new ListValue([.. context.Messages.IsDefault ? [] : context.Messages.Select(message => (object?)Message(message, content))]));
        scope.Set("tools", context.Tools is { } tools ? Value(tools) : null);
        scope.Set("documents", context.Documents is { } documents ? Value(documents) : null);
        scope.Set("add_generation_prompt", context.AddGenerationPrompt);
        scope.Set("bos_token", context.BosToken);
        scope.Set("eos_token", context.EosToken);
        foreach (var (name, value) in context.Variables)
        {
            scope.Set(name, name == "messages" ? Messages(value, content) : Value(value));
        }

        return scope;
    }

    /// <summary>Texts of all messages that <see cref="Of"/> would pass through.</summary>
    public static List<string> Contents(TemplateContext context)
    {
        var contents = new List<string>();
        Of(context, text =>
        {
            contents.Add(text);
            return text;
        });
        return contents;
    }

    private static DictValue Message(ChatMessage message, Func<string, string> content) => new()
    {
        ["role"] = message.Role,
        ["content"] = content(message.Content),
    };

    private static object? Messages(JsonElement messages, Func<string, string> content)
    {
        var value = Value(messages);
        if (value is ListValue list)
        {
            foreach (var message in list.Items.OfType<DictValue>())
            {
                if (message.TryGet("content", out var found))
                {
                    message["content"] = found is string text ? content(text) : found;
                    Parts(found, content);
                }
            }
        }

        return value;
    }

    private static void Parts(object? found, Func<string, string> content)
    {
        foreach (var part in (found as ListValue)?.Items.OfType<DictValue>() ?? [])
        {
            if (part.TryGet("text", out var inner) && inner is string text)
            {
                part["text"] = content(text);
            }
        }
    }

    // JSON is read with a depth limit of its own, so this recursion has one.
    private static object? Value(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                var text = element.GetRawText();
                return text.AsSpan().IndexOfAny(".eE") < 0 && text.Length <= Operators.MostDigits
                    ? Operators.Normal(System.Numerics.BigInteger.Parse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture))
                    : element.GetDouble();
            case JsonValueKind.True:
            case JsonValueKind.False:
                return element.GetBoolean();
            case JsonValueKind.Array:
                return new ListValue([.. element.EnumerateArray().Select(Value)]);
            case JsonValueKind.Object:
                var dict = new DictValue();
                foreach (var property in element.EnumerateObject())
                {
                    dict[property.Name] = Value(property.Value);
                }

                return dict;
            default:
                return null;
        }
    }
}
