"use strict";
(() => {
  const root = document.documentElement, body = document.body;
  const words = JSON.parse(document.getElementById("words").textContent);
  const text = document.getElementById("text"), items = document.getElementById("items");
  const pick = document.getElementById("task"), search = document.getElementById("search");
  const marks = [...text.querySelectorAll("[data-i]")];
  const lines = [...items.querySelectorAll("li[id]")];
  const groups = [...items.querySelectorAll(".group")];

  // Place ("12.0") -> its segments; the number before the dot is that of the entry.
  const segments = new Map();
  for (const mark of marks) {
    mark.places = mark.dataset.i.split(" ");
    for (const place of mark.places) {
      if (!segments.has(place)) segments.set(place, []);
      segments.get(place).push(mark);
    }
  }
  const visible = new Set();  // numbers of the entries that pass the filters
  const entry = (place) => place.split(".")[0];

  function filter() {
    const shown = new Set();
    for (const box of items.querySelectorAll("[data-kind]:checked")) shown.add(box.dataset.kind);
    body.className = [...shown].map((kind) => "show-" + kind).join(" ");
    const task = pick.value, asked = search.value.trim().toLowerCase();
    visible.clear();
    for (const group of groups) {
      group.hidden = !shown.has(group.dataset.kind);
      for (const line of group.querySelectorAll("li[id]")) {
        line.lower ??= line.textContent.toLowerCase();
        const fits = (!task || (line.dataset.tasks || "").split(" ").includes(task)) &&
          (!asked || line.lower.includes(asked));
        line.hidden = !fits;
        if (fits && !group.hidden) visible.add(line.id.slice(1));
      }
    }
    const narrowed = Boolean(task || asked);
    for (const mark of marks) {
      mark.live = mark.places.some((place) => visible.has(entry(place)));
      mark.classList.toggle("off", narrowed && !mark.live);
    }
    document.getElementById("nothing").hidden = visible.size > 0;
  }

  function clear() {
    for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
  }

  // The address is the one record of where the reader is, so the browser's own "back" works.
  function arrive() {
    const id = location.hash.slice(1);
    clear();
    if (/^m\d+\.\d+$/.test(id) && segments.has(id.slice(1))) {
      body.dataset.view = "text";
      const found = segments.get(id.slice(1));
      for (const mark of found) mark.classList.add("here");
      const line = document.getElementById("e" + entry(id.slice(1)));
      line.classList.add("here");
      line.scrollIntoView({ block: "nearest" });
      found[0].scrollIntoView({ block: "center" });
      found[0].tabIndex = -1;
      found[0].focus({ preventScroll: true });
    } else if (/^e\d+$/.test(id)) {
      const line = document.getElementById(id);
      if (!line) return;
      body.dataset.view = "items";
      line.closest("details").open = true;
      line.classList.add("here");
      line.scrollIntoView({ block: "center" });
      (line.querySelector("a") || line).focus({ preventScroll: true });
    }
  }

  // Where marks lie over one another, a further click shows the next of their entries.
  function toItem(mark) {
    const places = mark.places.filter((place) => visible.has(entry(place)));
    if (!places.length) return;
    const now = places.findIndex((place) => "#e" + entry(place) === location.hash);
    location.hash = "e" + entry(places[(now + 1) % places.length]);
  }

  function step(by) {
    const open = marks.filter((mark) => mark.live);
    if (!open.length) return;
    const here = text.querySelector(".m.here");
    let at = open.indexOf(here);
    const now = location.hash.slice(2);
    do at = (at + by + open.length) % open.length; while (open[at].places.includes(now) && open.length > 1 && open[at] !== here);
    const place = open[at].places.find((each) => visible.has(entry(each)));
    location.hash = "m" + place;
  }

  function speak(language) {
    const index = language === "zh" ? 0 : 1;
    root.lang = language === "zh" ? "zh-Hans" : "en";
    for (const each of document.querySelectorAll("[data-t]")) each.textContent = words[each.dataset.t][index];
    for (const each of document.querySelectorAll("[data-tl]")) {
      for (const name of ["label", "placeholder", "aria-label"])
        if (each.hasAttribute(name)) each.setAttribute(name, words[each.dataset.tl][index]);
    }
    for (const line of lines) line.lower = undefined;
  }

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-i]");
    if (mark && getSelection().isCollapsed) toItem(mark);
  });
  items.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && link.getAttribute("href") === location.hash) arrive();  // the same place again
  });
  document.getElementById("controls").addEventListener("input", filter);
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("to-text").addEventListener("click", () => { body.dataset.view = "text"; });
  document.getElementById("to-items").addEventListener("click", () => { body.dataset.view = "items"; });
  document.getElementById("language").addEventListener("click", () => speak(root.lang === "en" ? "zh" : "en"));
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  addEventListener("hashchange", arrive);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "b") history.back();
    else if (event.key === "Enter" && event.target.closest("[data-i]")) toItem(event.target.closest("[data-i]"));
    else if (event.key === "/") { body.dataset.view = "items"; search.focus(); event.preventDefault(); }
  });
  filter();
  document.getElementById("nothing").textContent = words.nothing[root.lang === "en" ? 1 : 0];
  arrive();
  root.dataset.ready = String(Math.round(performance.now()));
})();
