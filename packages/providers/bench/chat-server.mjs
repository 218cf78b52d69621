// A model's server for benchmarks, in a process of its own: answers chats after a drawn time, and tells on GET how long each answer took.
import { createServer } from 'node:http'

const meanMs = Number(process.argv[2])
const times = []
let calls = 0

/** About log-normal with a spread of a half, as measured on servers of language models; from a fixed sequence. */
function latencyOf(call) {
  let sum = 0
  for (let i = 1; i <= 6; i++) sum += ((call * 2654435761 * i + 12345 * i * i) % 4294967296) / 4294967296
  return meanMs * Math.exp(0.5 * ((sum - 3) / Math.sqrt(0.5)) - 0.125)
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify(times.splice(0)))
    return
  }
  const started = performance.now()
  const call = calls++
  let size = 0
  request.on('data', (data) => (size += data.length))
  request.on('end', () => {
    setTimeout(() => {
      const reply = {
        id: `chatcmpl-${call}`,
        object: 'chat.completion',
        created: 1,
        model: 'bench',
        choices: [
          { index: 0, message: { role: 'assistant', content: `Consider number ${call}.` }, finish_reason: 'stop' },
        ],
        usage: { prompt_tokens: Math.ceil(size / 4), completion_tokens: 6, total_tokens: 0 },
      }
      const body = JSON.stringify(reply)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      response.end(body)
      times.push(performance.now() - started)
    }, latencyOf(call))
  })
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
