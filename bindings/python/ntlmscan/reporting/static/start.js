// The pages one at a time, and what each key and button does.
const pages = [...document.querySelectorAll(".page")];
const nav = document.getElementById("pages"), menu = document.getElementById("menu");

function openMenu(open) {
  nav.classList.toggle("open", open);
  menu.setAttribute("aria-expanded", String(open));
}

function showPage(focus) {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(wanted);
  const page = (target && target.closest(".page")) || pages.find(one => one.classList.contains("shown")) || pages[0];
  pages.forEach(one => one.classList.toggle("shown", one === page));
  nav.querySelectorAll("a").forEach(link => {
    if (link.hash === "#" + page.id) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  openMenu(false);
  showTablesOf(page);
  drawChartsOf(page);
  if (!focus) return;
  if (target && target !== page && wanted !== "content") target.scrollIntoView();
  else scrollTo(0, 0);
  (wanted === "content" ? document.getElementById("content") : page.querySelector("h2")).focus({ preventScroll: true });
}

function paper(begins) {
  printing = begins;
  document.documentElement.dataset.theme = themeNow();
  pages.forEach(page => { if (begins || page.classList.contains("shown")) showTablesOf(page); });
  redrawCharts();
}

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.drill !== undefined) showDrill(Number(button.dataset.drill));
  else if (button.dataset.csv) save(button.dataset.csv, csvOfTable(button.dataset.csv));
  else if (button.dataset.sort !== undefined) sortBy(button.closest("section").id, Number(button.dataset.sort));
});
document.addEventListener("input", event => {
  const key = event.target.dataset.filter;
  if (key) { Object.assign(stateOf(key), { filter: event.target.value.trim(), from: 0 }); showTable(key); }
});
document.getElementById("records-close").addEventListener("click", () => dialog.close());
document.getElementById("records-copy").addEventListener("click", copyQuery);
document.getElementById("records-csv").addEventListener("click", () => {
  save("records", csvOf(["time", "computer", "event", "view", "place"], openDrill.records.map(recordOf)));
});
dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
document.getElementById("theme").addEventListener("click", () => {
  chosenTheme = THEMES[(THEMES.indexOf(chosenTheme) + 1) % THEMES.length];
  applyTheme();
});
menu.addEventListener("click", () => openMenu(!nav.classList.contains("open")));
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && nav.classList.contains("open")) { openMenu(false); menu.focus(); }
});
systemDark.addEventListener("change", applyTheme);
addEventListener("hashchange", () => showPage(true));
addEventListener("beforeprint", () => paper(true));
addEventListener("afterprint", () => paper(false));

document.body.classList.add("paged");
document.documentElement.dataset.theme = themeNow();
showPage(false);
