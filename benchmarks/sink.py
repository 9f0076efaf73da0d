"""A mail server that takes every letter at once and keeps none, in a process of its own: ``python -m benchmarks.sink``.

Says the port it listens on, and knows just enough SMTP to be sent to.
"""

import asyncio


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        command = line[:4].upper()
        if command == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 OK\r\n")
        if command == b"QUIT":
            break
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(_talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
