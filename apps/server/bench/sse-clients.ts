import { createConnection } from 'node:net'

/** A process of readers: opens `count` connections to an address and says how long it took until each had so many bytes of body. */
const [port = '', path = '', count = '', bytes = ''] = process.argv.slice(2)

function read(): Promise<number> {
  return new Promise((resolve, reject) => {
    let got = 0
    const socket = createConnection(Number(port), '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', (data) => {
      got += data.length
      // The head, and the frames of chunked encoding, are not counted; the last piece of the stream says that it is the last.
      if (got >= Number(bytes)) {
        resolve(performance.now())
        socket.destroy()
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`closed after ${got} of ${bytes} bytes`)))
  })
}

const started = performance.now()
const ended = await Promise.all(Array.from({ length: Number(count) }, read))
process.stdout.write(`${JSON.stringify({ ms: Math.max(...ended) - started })}\n`)
process.exit(0)
