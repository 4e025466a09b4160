import socket

import pytest

from tests.conftest import NetworkReached


def test_a_test_cannot_leave_the_machine() -> None:
    with pytest.raises(NetworkReached), socket.socket() as line:
        line.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkReached):
        socket.getaddrinfo("example.org", 443)


def test_a_test_can_reach_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername()[0] == "127.0.0.1"
