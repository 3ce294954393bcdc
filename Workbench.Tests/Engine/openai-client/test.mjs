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

await assert.rejects(client.chat.completions.create({ model, messages, temperature: 'hot' }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'temperature');
await assert.rejects(client.chat.completions.create({ model: 'absent', messages }), (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
await assert.rejects(new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 }).models.list(), (error) => error instanceof OpenAI.AuthenticationError);
console.log('done');
