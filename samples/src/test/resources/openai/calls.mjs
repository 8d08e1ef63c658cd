// What OpenAI's client for JavaScript makes of the answers of two chutes, as one line of JSON.
import OpenAI from 'openai';

const { BASE_URL: baseURL, API_KEY: apiKey, LLM: model, EMBEDDINGS: embedder } = process.env;
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
const vectors = await client.embeddings.create({ model: embedder, input: ['hello world', 'the world'] });
const models = await client.models.list();

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
    vectors: vectors.data.map((each) => each.embedding),
    models: models.data.map((each) => each.id),
    unknown: await refusal(() => client.chat.completions.create({ ...chat, model: 'nonesuch', stream: true })),
    tooLong: await refusal(() =>
      client.chat.completions.create({ ...chat, messages: [{ role: 'user', content: 'long '.repeat(200) }] }),
    ),
  }),
);
