"use strict";
(() => {
  const root = document.documentElement;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data"), words = read("words");
  const by = (id) => document.getElementById(id);
  const rank = { covered: 2, partial: 1, absent: 0 }, sign = { covered: "●", partial: "◐", absent: "" };
  const word = (key) => words[key][root.lang === "en" ? 1 : 0];
  const name = (row) => (root.lang === "en" ? row.name_en : row.name);
  const state = { rows: data.order, columns: "order", year: "all" };
  const years = [...new Set(data.findings.map((f) => f.year))].sort((a, b) => (a ?? 0) - (b ?? 0));

  function make(tag, parent, text, shown) {
    const made = parent.appendChild(document.createElement(tag));
    if (text !== undefined) made.textContent = text;
    if (shown) made.className = shown;
    return made;
  }
  function button(parent, text, shown, act) {
    const made = make("button", parent, text, shown);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // (row, task) -> findings of the chosen year, the best first
  function cells(year) {
    const found = new Map();
    for (const each of data.findings) {
      if (year !== "all" && String(each.year) !== year) continue;
      const key = each.adcode + " " + each.task_id;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(each);
    }
    for (const list of found.values())
      list.sort((a, b) => rank[b.status] - rank[a.status] || b.score - a.score);
    return found;
  }

  function draw() {
    const found = cells(state.year);
    const list = (row, task) => found.get(row.adcode + " " + task.id) || [];
    const level = (row, task) => rank[list(row, task)[0]?.status] || 0;
    const full = (row, task) => level(row, task) === 2;
    const shown = data.rows.filter((row) => data.tasks.some((task) => list(row, task).length));
    const rowTotal = (row) => data.tasks.filter((task) => full(row, task)).length;
    const taskTotal = (task) => shown.filter((row) => full(row, task)).length;

    const rows = [...shown], tasks = [...data.tasks];
    const byTask = data.tasks.find((task) => "task " + task.id === state.rows);
    const byRow = data.rows.find((row) => "row " + row.adcode === state.columns);
    if (state.rows === "total") rows.sort((a, b) => rowTotal(b) - rowTotal(a));
    if (state.rows === "name") rows.sort((a, b) => name(a).localeCompare(name(b), root.lang));
    if (byTask) rows.sort((a, b) => level(b, byTask) - level(a, byTask));
    if (state.columns === "total") tasks.sort((a, b) => taskTotal(b) - taskTotal(a));
    if (byRow) tasks.sort((a, b) => level(byRow, b) - level(byRow, a));

    const grid = by("grid");
    grid.replaceChildren();
    const head = make("tr", make("thead", grid));
    make("th", head);
    for (const task of tasks)
      button(make("th", head), task.id, "", () => { state.rows = "task " + task.id; draw(); }).title = task.title;
    make("th", head, word("sum"));
    const bodyRows = make("tbody", grid);
    for (const row of rows) {
      const line = make("tr", bodyRows);
      button(make("th", line), name(row), "", () => { state.columns = "row " + row.adcode; draw(); }).title = row.adcode;
      for (const task of tasks) {
        const findings = list(row, task), status = findings[0]?.status || "absent";
        const cell = button(make("td", line), sign[status], status, () => show(row, task, findings));
        cell.setAttribute("aria-label", name(row) + " " + task.id + " " + word(status));
      }
      make("td", line, rowTotal(row), "sum");
    }
    const foot = make("tr", make("tfoot", grid));
    make("th", foot, word("sum"));
    for (const task of tasks) make("td", foot, taskTotal(task), "sum");
    make("td", foot, rows.reduce((sum, row) => sum + rowTotal(row), 0), "sum");
  }

  function drawYears() {
    by("timeline").hidden = years.length < 2;
    const table = by("years");
    table.replaceChildren();
    const head = make("tr", make("thead", table));
    make("th", head);
    for (const task of data.tasks) make("th", head, task.id).title = task.title;
    const rows = make("tbody", table);
    for (const year of years) {
      const found = cells(String(year)), line = make("tr", rows);
      make("th", line, year ?? word("undated"));
      for (const task of data.tasks) {
        const count = data.rows.filter((row) => found.get(row.adcode + " " + task.id)?.[0].status === "covered").length;
        make("td", line, count || "", "sum");
      }
    }
  }

  function show(row, task, findings) {
    const box = by("evidence").querySelector("div");
    box.replaceChildren();
    make("h2", box, `${name(row)} · ${task.id} ${task.title}`);
    const telling = findings.filter((each) => each.status !== "absent");
    if (!telling.length) make("p", box, word("nothing"));
    for (const each of telling) {
      make("p", box, `${each.document} (${each.year ?? word("undated")}): ${word(each.status)} ${each.score.toFixed(2)}`);
      if (each.quote) make("blockquote", box, each.quote);
    }
    by("evidence").showModal();
  }

  function speak() {
    for (const each of document.querySelectorAll("[data-t]")) each.textContent = word(each.dataset.t);
    document.title = word("title");
    by("year").replaceChildren();
    for (const year of ["all", ...years.map(String)])
      make("option", by("year"), year === "all" ? word("all") : year === "null" ? word("undated") : year).value = year;
    by("year").value = state.year;
    by("failed").hidden = !data.failed;
    by("failed").textContent = data.failed + " " + word("failed");
    draw();
    drawYears();
  }

  for (const [id, key] of [["sort-rows", "rows"], ["sort-columns", "columns"], ["year", "year"]])
    by(id).addEventListener("input", (event) => { state[key] = event.target.value; draw(); });
  by("language").addEventListener("click", () => { root.lang = root.lang === "en" ? "zh-Hans" : "en"; speak(); });
  by("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  by("sort-rows").value = data.order;
  speak();
  root.dataset.ready = "1";
})();
