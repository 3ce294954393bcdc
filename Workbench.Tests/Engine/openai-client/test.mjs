// The unmodified openai client against a host: node test.mjs BASE_URL API_KEY
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Who are you?' }];

const models = await client.models.list();
const model = models.data[0].id;

const whole = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 24 });
assert.equal(whole.object, 'chat.completion');
assert.ok(whole.choices[0].message.content.length > 0);
assert.ok(['stop', 'length'].includes(whole.choices[0].finish_reason));
assert.equal(whole.usage.total_tokens, whole.usage.prompt_tokens + whole.usage.completion_tokens);

const stream = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 24, stream: true, stream_options: { include_usage: true } });
let text = '';
let usage = null;
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? '';
  usage = chunk.usage ?? usage;
}
assert.equal(text, whole.choices[0].message.content);
assert.equal(usage.completion_tokens, whole.usage.completion_tokens);

const probabilities = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 6, logprobs: true, top_logprobs: 3 });
for (const token of probabilities.choices[0].logprobs.content) {
  assert.ok(token.logprob <= 0);
  assert.equal(token.top_logprobs.length, 3);
  assert.equal(token.top_logprobs[0].logprob, token.logprob);
}

const sampled = async (seed) => (await client.chat.completions.create({ model, messages, temperature: 1.3, seed, max_tokens: 24 })).choices[0].message.content;
assert.equal(await sampled(11), await sampled(11));

const schema = { type: 'object', additionalProperties: false, required: ['verdict', 'sure'], properties: { verdict: { enum: ['yes', 'no'] }, sure: { type: 'boolean' } } };
const shaped = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 60, response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema } } });
const verdict = JSON.parse(shaped.choices[0].message.content);
assert.ok(['yes', 'no'].includes(verdict.verdict) && typeof verdict.sure === 'boolean');

const raw = await client.completions.create({ model, prompt: 'The town', temperature: 0, max_tokens: 5 });
assert.equal(raw.object, 'text_completion');

const several = await client.chat.completions.create({ model, messages, temperature: 1.2, seed: 3, n: 3, max_completion_tokens: 12 });
assert.deepEqual(several.choices.map((choice) => choice.index), [0, 1, 2]);

const first = (await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 1 })).choices[0].message.content;
const tokens = (await client.post('/../x/tokenize', { body: { text: first } })).tokens;
const biased = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 1, logit_bias: { [tokens[0]]: -100 } });
assert.notEqual(biased.choices[0].message.content, first);

// Without encoding_format the client asks for base64 and decodes it itself.
const embedded = await client.embeddings.create({ model, input: ['The harbour.', '港口。'] });
const numbers = await client.embeddings.create({ model, input: 'The harbour.', encoding_format: 'float' });
assert.equal(embedded.data.length, 2);
assert.equal(embedded.data[0].embedding.length, numbers.data[0].embedding.length);
embedded.data[0].embedding.forEach((value, index) => assert.ok(Math.abs(value - numbers.data[0].embedding[index]) < 1e-6));
assert.ok(embedded.usage.prompt_tokens > 0);

const tools = [{ type: 'function', function: { name: 'weather', description: 'Weather of a city', parameters: { type: 'object', properties: { city: { enum: ['Paris', 'Lyon'] } }, required: ['city'], additionalProperties: false } } }];
const template = '{% for tool in tools or [] %}{{ tool.function.name }} <tool_call>{% endfor %}{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}';
const asked = { model, messages, tools, tool_choice: { type: 'function', function: { name: 'weather' } }, parallel_tool_calls: false, temperature: 0, max_tokens: 150, x_template: template };
const called = await client.chat.completions.create(asked);
assert.equal(called.choices[0].finish_reason, 'tool_calls');
const call = called.choices[0].message.tool_calls[0];
assert.equal(call.function.name, 'weather');
assert.ok(['Paris', 'Lyon'].includes(JSON.parse(call.function.arguments).city));
const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
assert.deepEqual(streamed.choices[0].message.tool_calls[0].function.arguments, call.function.arguments);
const told = await client.chat.completions.create({ ...asked, tool_choice: 'none', messages: [...messages, called.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'rain' }], max_tokens: 4 });
assert.ok(told.choices[0].message.content !== null);
await assert.rejects(client.chat.completions.create({ model, messages, tools }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'tools');

await assert.rejects(client.chat.completions.create({ model, messages, temperature: 'hot' }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'temperature');
await assert.rejects(client.chat.completions.create({ model: 'absent', messages }), (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
await assert.rejects(new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 }).models.list(), (error) => error instanceof OpenAI.AuthenticationError);
console.log('done');
