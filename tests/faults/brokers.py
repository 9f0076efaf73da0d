"""Brokers of a test's own: a virtual host in the machine's RabbitMQ, or a Redis server on a free port."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import amqp
import redis

from models.vocabulary import WorkQueue
from tests.conftest import leave_out
from tests.faults.gate import free_port
from tests.faults.waiting import until

RABBITMQ = ("127.0.0.1", 5672)


@contextmanager
def rabbitmq_host(name: str) -> Iterator[str]:
    """A virtual host for the life of a test worker; left out where nobody may make one."""
    if shutil.which("rabbitmqctl") is None:
        leave_out("RabbitMQ", "chưa cài (apt install rabbitmq-server)")
    try:
        _rabbitmqctl("add_vhost", name)
        _rabbitmqctl("set_permissions", "-p", name, "guest", ".*", ".*", ".*")
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        leave_out("RabbitMQ", "không chạy, hoặc không được phép tạo máy chủ ảo")
    try:
        yield name
    finally:
        _rabbitmqctl("delete_vhost", name)


def empty_queues(host: str) -> None:
    """Forget what an earlier test left in the queues."""
    with amqp.Connection(f"{RABBITMQ[0]}:{RABBITMQ[1]}", virtual_host=host) as connection:
        channel = connection.channel()
        for queue in WorkQueue:
            channel.queue_delete(queue.value)


def waiting_in(host: str) -> int:
    """How many messages lie in the queues with nobody working on them."""
    with amqp.Connection(f"{RABBITMQ[0]}:{RABBITMQ[1]}", virtual_host=host) as connection:
        channel = connection.channel()
        declared = [channel.queue_declare(queue.value, durable=True, auto_delete=False) for queue in WorkQueue]
        return sum(queue.message_count for queue in declared)


class OwnRedis:
    """A Redis that keeps nothing on disk, so that it forgets everything when it is killed."""

    def __init__(self) -> None:
        if shutil.which("redis-server") is None:
            leave_out("Redis", "chưa cài (apt install redis-server)")
        self.port = free_port()
        self.start()

    def start(self) -> None:
        given = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "appendonly": "no"}
        command = ["redis-server", *(word for name, value in given.items() for word in (f"--{name}", value))]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until("Redis answers", lambda: _answers(self.port))

    def kill(self) -> None:
        self._server.kill()
        self._server.wait()


@contextmanager
def redis_server() -> Iterator[int]:
    """A Redis for the life of a test; gives its port."""
    with own_redis() as server:
        yield server.port


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    """A Redis that a test may kill and start again."""
    server = OwnRedis()
    try:
        yield server
    finally:
        server.kill()


def _answers(port: int) -> bool:
    client = redis.Redis(port=port)
    with suppress(redis.ConnectionError):
        return bool(client.ping())
    client.close()
    return False


def _rabbitmqctl(*arguments: str) -> None:
    environment = os.environ | {"RABBITMQ_CTL_ERL_ARGS": "+S 1:1"}
    subprocess.run(["rabbitmqctl", "-q", *arguments], check=True, capture_output=True, timeout=60, env=environment)
