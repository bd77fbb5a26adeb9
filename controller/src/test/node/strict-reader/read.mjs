// Reads a recording with @mcap/core and @foxglove/rosmsg2-serialization, by its index and from its
// beginning, checksums checked. Prints what it found as JSON: for each topic the type, the number of
// messages, and the SHA-256 over all numbers and texts of all messages in order. The test computes
// the same from what was recorded.
//   node read.mjs FILE [--cut]      --cut: the file was not closed, there is no index
import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { McapIndexedReader, McapStreamReader } from "@mcap/core";
import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg2-serialization";
import lz4 from "@foxglove/wasm-lz4";

const [file, cut] = process.argv.slice(2);
await lz4.isLoaded;
const decompressHandlers = { lz4: (data, size) => lz4(data, Number(size)) };

class Topics {
  topics = new Map();
  readers = new Map();
  schemas = new Map();
  channels = new Map();

  message(message) {
    const channel = this.channels.get(message.channelId);
    const schema = this.schemas.get(channel.schemaId);
    if (!this.readers.has(schema.id)) {
      const text = new TextDecoder().decode(schema.data);
      this.readers.set(schema.id, new MessageReader(parse(text, { ros2: true })));
    }
    const value = this.readers.get(schema.id).readMessage(message.data);
    if (!this.topics.has(channel.topic)) {
      this.topics.set(channel.topic, { type: schema.name, messages: 0, hash: createHash("sha256") });
    }
    const topic = this.topics.get(channel.topic);
    topic.messages++;
    add(topic.hash, value);
  }

  summary() {
    const sorted = [...this.topics].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      sorted.map(([name, { type, messages, hash }]) => [
        name,
        { type, messages, sha256: hash.copy().digest("hex") },
      ]),
    );
  }
}

// Numbers as float64, texts as UTF-8, depth first in the order of the definition.
function add(hash, value) {
  if (typeof value === "number" || typeof value === "boolean") {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(Number(value));
    hash.update(bytes);
  } else if (typeof value === "bigint") {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
    hash.update(bytes);
  } else if (typeof value === "string") {
    hash.update(value);
  } else if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    for (const item of value) add(hash, item);
  } else {
    for (const key of Object.keys(value)) add(hash, value[key]);
  }
}

async function fromBeginning() {
  const topics = new Topics();
  const reader = new McapStreamReader({ includeChunks: true, decompressHandlers, validateCrcs: true });
  reader.append(await readFile(file));
  const others = {};
  for (let record; (record = reader.nextRecord()); ) {
    if (record.type === "Schema") topics.schemas.set(record.id, record);
    else if (record.type === "Channel") topics.channels.set(record.id, record);
    else if (record.type === "Message") topics.message(record);
    else others[record.type] = (others[record.type] ?? 0) + 1;
  }
  if (!cut && !reader.done()) throw new Error("the file does not end as it should");
  return { topics: topics.summary(), records: others };
}

async function byIndex() {
  const handle = await open(file);
  const readable = {
    size: async () => BigInt((await handle.stat()).size),
    read: async (offset, length) => {
      const bytes = new Uint8Array(Number(length));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, Number(offset));
      if (bytesRead !== bytes.length) throw new Error("read past the end");
      return bytes;
    },
  };
  const topics = new Topics();
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
  topics.schemas = reader.schemasById;
  topics.channels = reader.channelsById;
  let last = 0n;
  for await (const message of reader.readMessages({ validateCrcs: true })) {
    if (message.logTime < last) throw new Error("log times go back");
    last = message.logTime;
    topics.message(message);
  }
  const attachments = [];
  for await (const a of reader.readAttachments({ validateCrcs: true })) {
    attachments.push({ name: a.name, mediaType: a.mediaType, bytes: a.data.byteLength });
  }
  const metadata = {};
  for await (const m of reader.readMetadata({})) metadata[m.name] = Object.fromEntries(m.metadata);
  await handle.close();
  return {
    profile: reader.header.profile,
    topics: topics.summary(),
    statistics: Number(reader.statistics.messageCount),
    chunks: reader.chunkIndexes.length,
    attachments,
    metadata,
  };
}

const result = { fromBeginning: await fromBeginning() };
if (!cut) result.byIndex = await byIndex();
console.log(JSON.stringify(result));
