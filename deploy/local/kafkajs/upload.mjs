// Produces one upload and prints its decision. Usage: see README.md.
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import kafkajs from 'kafkajs'
import confluent from '@kafkajs/confluent-schema-registry'
import lz4 from 'lz4js'

const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = kafkajs
const { SchemaRegistry } = confluent
const WAIT_MS = 60_000

const { values: options } = parseArgs({
  options: {
    'bootstrap-servers': { type: 'string' },
    registry: { type: 'string' },
    prefix: { type: 'string', default: 'moderation.' },
    text: { type: 'string', default: 'Daftar slot gacor malam ini, bonus 100 persen' },
  },
})
if (!options['bootstrap-servers'] || !options.registry) {
  console.error('Usage: node upload.mjs --bootstrap-servers HOST:PORT --registry URL [--prefix P] [--text TEXT]')
  process.exit(2)
}

const uploads = `${options.prefix}uploads`
const outcomes = ['approved', 'review', 'blocked'].map(outcome => options.prefix + outcome)
const contentId = `kafkajs-${randomUUID()}`
const groupId = `kafkajs-example-${contentId}`

// Decisions are compressed with LZ4, for which kafkajs takes a codec from elsewhere.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async buffer => Buffer.from(lz4.decompress(buffer)),
})

const kafka = new Kafka({
  clientId: 'kafkajs-example',
  brokers: options['bootstrap-servers'].split(','),
  logLevel: logLevel.ERROR,
})
const registry = new SchemaRegistry({ host: options.registry })
const admin = kafka.admin()
// The same partitions as the Java client: murmur2 of the key's bytes. Every producer of a topic must agree on this,
// or the edits of one content land in several partitions and lose their order.
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true })
// Decisions are written in transactions: what is not committed must not be acted on.
const consumer = kafka.consumer({ groupId, readUncommitted: false })

/** Sends the upload. The key is its contentId, as a plain string. */
async function produce() {
  const schemaId = await registry.getLatestSchemaId(`${uploads}-value`)
  const upload = {
    kind: 'CREATE',
    contentId,
    revision: 0,
    uploaderId: 'user-1',
    uploadedAt: Date.now(),
    region: 'ID',
    language: 'id',
    complete: true,
    texts: [{ field: 'CAPTION', text: options.text }],
    media: [],
    attributes: {},
  }
  const value = await registry.encode(schemaId, upload)
  const [{ partition, baseOffset }] = await producer.send({ topic: uploads, messages: [{ key: contentId, value }] })
  console.error(`produced ${contentId} to ${uploads}-${partition}@${baseOffset}`)
}

/** Where each outcome topic ends now: the decision will stand at or after this. */
async function ends() {
  const positions = []
  for (const topic of outcomes) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
      positions.push({ topic, partition, offset: high })
    }
  }
  return positions
}

/** The decision on this upload, read from the given positions on. */
async function awaitDecision(positions) {
  await consumer.subscribe({ topics: outcomes })
  return new Promise((resolve, reject) => {
    const tooLate = () => reject(new Error(`no decision within ${WAIT_MS / 1000} s: is the pipeline running?`))
    setTimeout(tooLate, WAIT_MS).unref()
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
    consumer
      .run({
        autoCommit: false,
        eachMessage: async ({ topic, message }) => {
          if (message.key.toString() === contentId) {
            resolve({ topic, decision: await registry.decode(message.value) })
          }
        },
      })
      .then(() => positions.forEach(position => consumer.seek(position)), reject)
  })
}

/** What a reader wants to see of a decision; bytes and empty fields left out. */
function summary(topic, { decisionId, outcome, keywordMatches, reasons, reviewQueue, ruleSetVersion }) {
  const matches = keywordMatches.map(({ ruleId, policy, matchedText }) => ({ ruleId, policy, matchedText }))
  return { contentId, topic, decisionId, outcome, matches, reasons, reviewQueue, ruleSetVersion }
}

async function main() {
  await Promise.all([admin.connect(), producer.connect(), consumer.connect()])
  try {
    const positions = await ends()
    await produce()
    const { topic, decision } = await awaitDecision(positions)
    console.log(JSON.stringify(summary(topic, decision), null, 2))
  } finally {
    await Promise.all([consumer.disconnect(), producer.disconnect()])
    await admin.deleteGroups([groupId]).catch(() => {})
    await admin.disconnect()
  }
}

await main().catch(error => {
  console.error(`upload.mjs: ${error.message}`)
  process.exitCode = 1
})
