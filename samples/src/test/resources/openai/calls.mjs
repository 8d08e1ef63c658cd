// What OpenAI's client for JavaScript makes of the answers of two chutes, as one line of JSON.
import OpenAI from 'openai';

const { BASE_URL: baseURL, API_KEY: apiKey, UNPAID_KEY: unpaid, LLM: model, EMBEDDINGS: embedder, PLACES: places } = process.env;
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const chat = { model, messages: [{ role: 'user', content: 'Hello!' }], temperature: 0, max_completion_tokens: 12 };

async function refusal(call) {
  try {
    await call();
    return null;
  } catch (failure) {
    const { status, type, code, message } = failure;
    return { name: failure.constructor.name, status, type, code, message };
  }
}

const whole = await client.chat.completions.create(chat);
const streamed = { content: '', finishReason: null, usage: null };
for await (const chunk of await client.chat.completions.create({
  ...chat,
  stream: true,
  stream_options: { include_usage: true },
})) {
  streamed.content += chunk.choices[0]?.delta?.content ?? '';
  streamed.finishReason = chunk.choices[0]?.finish_reason ?? streamed.finishReason;
  streamed.usage = chunk.usage ?? streamed.usage;
}
const text = { model, prompt: 'Once upon a', temperature: 0, max_tokens: 4 };
const completion = await client.completions.create(text);
let completed = '';
for await (const part of await client.completions.create({ ...text, stream: true })) {
  completed += part.choices[0]?.text ?? '';
}
const several = await client.completions.create({ ...text, prompt: ['time', 'Once upon a'] });
const vectors = await client.embeddings.create({ model: embedder, input: ['hello world', 'the world'] });
const floats = await client.embeddings.create({ model: embedder, input: [2, 5, 6, 3], encoding_format: 'float' });
const shortened = await client.embeddings.create({ model: embedder, input: 'hello world', dimensions: 4 });
const models = await client.models.list();

const schema = {
  type: 'object',
  properties: { ok: { type: 'boolean' }, kind: { enum: ['GOOD', 'BAD'] } },
  required: ['ok', 'kind'],
  additionalProperties: false,
};
const drawn = { ...chat, temperature: 1, seed: 3, max_completion_tokens: 400 };
const formed = await client.chat.completions.create({
  ...drawn,
  response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema } },
});
const called = await client.chat.completions.create({
  ...drawn,
  tools: [{ type: 'function', function: { name: 'judge', strict: true, parameters: schema } }],
  tool_choice: { type: 'function', function: { name: 'judge' } },
  parallel_tool_calls: false,
});
const likely = await client.chat.completions.create({ ...chat, logprobs: true, top_logprobs: 2 });

// A refusal while others hold every place, who then leave.
async function refusedForRoom() {
  const leaving = new AbortController();
  const long = { ...chat, stream: true, max_completion_tokens: 400, logit_bias: { 256: -100, 258: -100 } };
  const held = (full) =>
    client.chat.completions.create(long, { signal: leaving.signal }).catch((failure) => {
      if (failure.status === 429) full();
    });
  await new Promise((full) => {
    for (let i = 0; i <= Number(places); i++) held(full);
  });
  const refused = await refusal(() => client.chat.completions.create(chat));
  leaving.abort();
  return refused;
}

console.log(
  JSON.stringify({
    whole: {
      content: whole.choices[0].message.content,
      finishReason: whole.choices[0].finish_reason,
      usage: whole.usage,
    },
    streamed,
    completion: completion.choices[0].text,
    completed,
    several: several.choices.map((each) => each.text),
    vectors: vectors.data.map((each) => each.embedding),
    floats: floats.data[0].embedding,
    shortened: shortened.data[0].embedding,
    formed: JSON.parse(formed.choices[0].message.content),
    called: called.choices[0].message.tool_calls[0].function,
    likely: likely.choices[0].logprobs.content[0].top_logprobs.length,
    models: models.data.map((each) => each.id),
    stranger: await refusal(() => client.withOptions({ apiKey: 'ck_nobody_0' }).models.list()),
    poor: await refusal(() => client.withOptions({ apiKey: unpaid }).chat.completions.create(chat)),
    encoded: await refusal(() => client.chat.completions.create(chat, { headers: { 'Content-Encoding': 'br' } })),
    unknown: await refusal(() => client.chat.completions.create({ ...chat, model: 'nonesuch', stream: true })),
    tooLong: await refusal(() =>
      client.chat.completions.create({ ...chat, messages: [{ role: 'user', content: 'long '.repeat(200) }] }),
    ),
    busy: await refusedForRoom(),
  }),
);
