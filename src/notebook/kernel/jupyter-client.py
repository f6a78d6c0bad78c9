"""Drives the kernel through jupyter_client, and prints what was seen as JSON."""

import json
import os

from jupyter_client.manager import start_new_kernel

PATIENCE = 120


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def run(client, code, heard=None):
    """The status of a cell and its outputs in short; `heard` is called with each text it prints."""
    outputs = []

    def hear(message):
        content = message["content"]
        if message["msg_type"] == "stream":
            outputs.append(content["text"])
            if heard:
                heard(content["text"])
        elif message["msg_type"] == "error":
            outputs.append([content["ename"], content["evalue"]])
        elif "data" in content:
            outputs.append(content["data"])

    reply = client.execute_interactive(code, timeout=PATIENCE, output_hook=hear)
    return [reply["content"]["status"], outputs]


def interrupted(manager, client, code):
    """A cell that is stopped once it has printed."""
    pressed = []

    def press(_text):
        if not pressed:
            pressed.append(True)
            manager.interrupt_kernel()

    return run(client, code, press)


def reply_to(client, request, code, position):
    return getattr(client, request)(code, position, reply=True, timeout=PATIENCE)["content"]


seen = {}
manager, client = start_new_kernel(kernel_name="maruyama", startup_timeout=PATIENCE)
seen["value"] = run(client, "let kept = 1;\nkept + 1")
seen["error"] = run(client, 'throw new RangeError("f: bad")')
_, lines = run(client, "for (let i = 0; i < 30000; i++) console.log(i);")
seen["lines"] = "".join(lines).split() == [str(i) for i in range(30000)]
seen["stopped"] = interrupted(manager, client, 'await null; console.log("here"); while (true) kept++;')
seen["kept"] = run(client, "kept > 1")[1][0]["text/plain"]
seen["matches"] = reply_to(client, "complete", "Math.sq", 7)["matches"]
seen["found"] = "sqrt(x: number)" in reply_to(client, "inspect", "Math.sqrt", 7)["data"]["text/plain"]
first = manager.provisioner.pid
manager.restart_kernel()
client.wait_for_ready(timeout=PATIENCE)
seen["restarted"] = [is_gone(first), run(client, "kept")]
last = manager.provisioner.pid
client.stop_channels()
manager.shutdown_kernel()
seen["gone"] = is_gone(last)
print(json.dumps(seen))
