"""Strings that people type to break things, each with the harm that it would do."""

SCRIPT = '<script>alert("x1")</script>'
IMAGE = '"><img src=x1 onerror=alert(1)>'
QUOTES = "x1' OR '1'='1\"; DROP TABLE vendor;--"
TEMPLATE = "{{7*7}}{% raw %}${7*7}%(name)s%s{0}"
FORMULA = '=HYPERLINK("http://evil.example","x1")'
HEADER = "x1\r\nBcc: evil@evil.example\r\n\r\nbody"
NUL = "x1\x00\x01\x1b[31m\x7f"
RTL = "x1\u202egpj.exe\u2066\u200b\ufeff"
EMOJI = "x1 👩🏽\u200d⚕️ Nguyễn Ω 漢字"
LINK = "https://evil.example/x1 [x1](javascript:alert(1))"
LONG = "x1" + "A" * 100_000

SHORT = {
    "script": SCRIPT, "image": IMAGE, "quotes": QUOTES, "template": TEMPLATE, "formula": FORMULA, "plus": "+1+1",
    "minus": "-2+3", "at": "@SUM(1)", "full-width": "\uff1d1+1",
    "tab": "\t=1+1", "header": HEADER, "nul": NUL, "rtl": RTL,
    "emoji": EMOJI, "link": LINK, "percent": "%s%n%00..%2f", "path": "../../../etc/passwd", "lone": "x1\ud800",
}  # fmt: skip
EVERY = {**SHORT, "long": LONG}
