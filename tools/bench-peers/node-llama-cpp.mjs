#!/usr/bin/env node
// Greedy answers to as many prompts at once as asked for, with node-llama-cpp's own batching; prints tokens a second.
// Usage: node-llama-cpp.mjs MODEL SEQUENCES TOKENS THREADS, in a folder where "npm install node-llama-cpp@3.22.1" was run
// (or with that folder in BENCH_PEER_FOLDER). For "Workbench bench engine --only streams --peer tools/bench-peers/node-llama-cpp.mjs".
import path from "node:path";
import { pathToFileURL } from "node:url";

const [model, sequences, tokens, threads] = process.argv.slice(2).map((value, i) => (i === 0 ? value : Number(value)));
const folder = process.env.BENCH_PEER_FOLDER ?? process.cwd();
const { getLlama, LlamaLogLevel } = await import(pathToFileURL(path.join(folder, "node_modules/node-llama-cpp/dist/index.js")).href);
const llama = await getLlama({ gpu: false, build: "never", maxThreads: threads, logLevel: LlamaLogLevel.error });
const loaded = await llama.loadModel({ modelPath: model });
const context = await loaded.createContext({ sequences, contextSize: 512, batchSize: 512, threads, flashAttention: true });
const text = "the town by the sea had a small harbour and a market where people from all over the country met to trade and talk about news ";
const words = loaded.tokenize(text);
const prompts = Array.from({ length: sequences }, (_, i) => Array.from({ length: 16 }, (_, at) => words[(at + i * 7 + (at < 3 ? i >> (at * 2) : 0)) % words.length]));

async function answer(prompt) {
  const sequence = context.getSequence();
  let count = 0;
  for await (const token of sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true })) {
    if (++count >= tokens) break;
  }
  await sequence.clearHistory();
  sequence.dispose();
}

const watch = performance.now();
await Promise.all(prompts.map(answer));
console.log(((sequences * tokens) / ((performance.now() - watch) / 1000)).toFixed(2));
process.exit(0);
