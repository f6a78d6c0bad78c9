"""Types into jupyter-console, the program given, as at a terminal, and prints what was seen as JSON."""

import json
import sys

import pexpect

PATIENCE = 120

options = ["--kernel", "maruyama", "--simple-prompt"]
console = pexpect.spawn(sys.argv[1], options, encoding="utf8", timeout=PATIENCE, dimensions=(50, 200))


def answer_to(line, expected):
    console.sendline(line)
    console.expect(expected)
    found = console.match.group(0)
    console.expect(r"In \[\d+\]: ")
    return found


console.expect(r"In \[\d+\]: ")
seen = {
    "banner": "Maruyama" in console.before,
    "value": answer_to("let kept = 20; kept + 22", r"Out\[\d+\]: *42"),
    "error": answer_to('throw new RangeError("f: bad")', r"f: bad\r\ncell \d+, line 1"),
}
console.sendline('console.log("he" + "re"); while (true) kept++;')
console.expect("here")
console.sendintr()
console.expect("Interrupted.*the cell was stopped")
console.expect(r"In \[\d+\]: ")
seen["kept"] = answer_to("kept > 20", r"Out\[\d+\]: *true")
console.sendeof()
console.expect("really want to exit")
console.sendline("y")
console.expect(pexpect.EOF)
console.close()
seen["status"] = console.exitstatus
print(json.dumps(seen))
