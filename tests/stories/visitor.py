"""Somebody at a browser: goes, types, ticks and clicks by the words on the page; each page is checked by axe."""

import re

from axe_playwright_python.sync_playwright import Axe

from tests.cast import PASSWORD


class Visitor:
    """One window. Every page that it reaches must be accessible, load nothing foreign and not overflow."""

    def __init__(self, page, base_url, *, scripts=True):
        self.page, self.base_url, self.scripts = page, base_url, scripts
        page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def goes(self, path):
        """Open an address of the product."""
        answer = self.page.goto(path if path.startswith("http") else self.base_url + path)
        assert answer.status < 400, f"{path} answers {answer.status}"
        self.looks()
        return self

    def signs_in(self, first_name):
        """Sign in as a person of staff."""
        self.goes("/account/sign-in")
        self.types("E-mail", f"{first_name}@city.example")
        self.types("Password", PASSWORD)
        return self.clicks("Sign in")

    def types(self, label, text):
        """Fill the first field with this label."""
        self.page.get_by_label(label).first.fill(text)
        return self

    def chooses(self, label, option):
        """Choose from a list."""
        self.page.get_by_label(label).first.select_option(label=option)
        return self

    def ticks(self, *labels):
        """Tick boxes or choose buttons by the words beside them."""
        for label in labels:
            self.page.locator("label", has_text=re.compile(rf"^\s*{re.escape(label)}")).first.click()
        return self

    def clicks(self, name):
        """Click a button or a link that leads to another page."""
        button = self.page.get_by_role("button", name=name)
        target = button if button.count() else self.page.get_by_role("link", name=name)
        target.first.click()
        self.page.wait_for_load_state("load")
        self.looks()
        return self

    def follows(self, name):
        """Click a link, where a button of the same words stands too."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state("load")
        self.looks()
        return self

    def reads(self, *words):
        """Find these words on the page."""
        text = " ".join(self.page.locator("body").inner_text().split())
        for word in words:
            assert word in text, f"{word!r} is not on {self.page.url}: {text[:1500]}"
        return self

    def does_not_read(self, *words):
        """Find none of these words on the page."""
        text = self.page.locator("body").inner_text()
        for word in words:
            assert word not in text, f"{word!r} stands on {self.page.url}"
        return self

    def looks(self):
        """Check the page that is open; where scripts are off, axe cannot run either."""
        if not self.scripts:
            return
        violations = Axe().run(self.page).response["violations"]
        found = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
        assert not found, f"axe on {self.page.url}: {found}"
        self.fits()
        assert not self.complaints, f"{self.page.url}: {self.complaints} {self.page.locator('main').inner_text()[:500]}"

    def fits(self):
        """Check that nothing stands beyond the edge of the window."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide), f"{self.page.url} is wider than the window"
