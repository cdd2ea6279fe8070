// Tables: sorted, filtered, leafed through. Every value becomes text of an element, never markup.
const PAGE_ROWS = 25, PAPER_ROWS = 15, PAPER_COLUMNS = 9;
const NUMBERS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });
// Up to so many characters a cell of that kind stands on one line.
const ONE_LINE = { text: 36, place: 90, code: 60 };
const states = new Map();

function shown(value, kind) {
  if (value === null) return "";
  if (kind === "number" && typeof value === "number") return NUMBERS.format(value);
  if (kind === "share" && typeof value === "number") return (value * 100).toFixed(value < 0.1 && value > 0 ? 1 : 0) + "%";
  return String(value);
}

function stateOf(key) {
  if (!states.has(key)) states.set(key, { sort: -1, down: false, filter: "", from: 0, size: PAGE_ROWS });
  return states.get(key);
}

function compare(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

function rowsOf(key) {
  const table = DATA.tables[key], state = stateOf(key);
  const wanted = state.filter.toLowerCase();
  let order = table.rows.map((_, at) => at);
  if (wanted) {
    order = order.filter(at => table.rows[at].some((value, c) => shown(value, table.kinds[c]).toLowerCase().includes(wanted)));
  }
  if (state.sort >= 0) {
    order.sort((x, y) => {
      const a = table.rows[x][state.sort], b = table.rows[y][state.sort];
      const by = compare(a, b);
      return a === null || b === null ? by || x - y : (state.down ? -by : by) || x - y;
    });
  }
  return order;
}

function cellOf(table, at, column) {
  const value = table.rows[at][column], kind = table.kinds[column];
  const cell = document.createElement("td");
  const text = shown(value, kind);
  cell.className = kind + (text.length <= (ONE_LINE[kind] || 0) ? " short" : text.length > 120 ? " wide" : kind === "text" && text.length > 60 ? " long" : "");
  const drill = column === table.drill_column && table.drills.length ? table.drills[at] : null;
  const inner = document.createElement(drill === null ? "bdi" : "button");
  if (drill !== null) {
    inner.type = "button";
    inner.className = "drill";
    inner.dataset.drill = drill;
    inner.setAttribute("aria-label", "Records behind " + text);
  }
  inner.textContent = text;
  cell.append(inner);
  return cell;
}

function showTable(key) {
  const box = document.getElementById(key), table = DATA.tables[key], state = stateOf(key);
  const order = rowsOf(key);
  const size = printing ? PAPER_ROWS : state.size;
  const from = printing ? 0 : Math.min(state.from, Math.max(0, Math.floor((order.length - 1) / size) * size));
  const body = box.querySelector("tbody");
  body.replaceChildren(...order.slice(from, from + size).map(at => {
    const row = document.createElement("tr");
    row.append(...table.kinds.map((_, column) => cellOf(table, at, column)));
    return row;
  }));
  box.querySelectorAll("th").forEach((head, at) => {
    if (at === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  box.querySelector(".count").textContent = counted(table, order.length, size);
  showPager(key, box.querySelector(".pager"), order.length, from, size);
}

function counted(table, found, size) {
  const held = table.rows.length, format = number => NUMBERS.format(number);
  let text = table.total > held ? `first ${format(held)} of ${format(table.total)} rows` : `${format(held)} row${held === 1 ? "" : "s"}`;
  if (found !== held) text = `${format(found)} match, of the ${text}`;
  if (printing && found > size) text += `; ${size} of them are printed`;
  if (printing && table.kinds.length > PAPER_COLUMNS) text += `; ${PAPER_COLUMNS} of ${table.kinds.length} columns are printed`;
  return text;
}

function showPager(key, pager, found, from, size) {
  pager.replaceChildren();
  if (found <= size && size === PAGE_ROWS) return;
  const state = stateOf(key);
  const button = (text, usable, act) => {
    const one = document.createElement("button");
    one.type = "button";
    one.textContent = text;
    one.disabled = !usable;
    one.addEventListener("click", () => {
      act();
      showTable(key);
      const again = [...pager.querySelectorAll("button")].find(other => other.textContent === text && !other.disabled);
      (again || pager.querySelector("button:not(:disabled)"))?.focus();
    });
    return one;
  };
  const where = document.createElement("span");
  where.textContent = found ? `rows ${NUMBERS.format(from + 1)} to ${NUMBERS.format(Math.min(found, from + size))}` : "no row matches";
  pager.append(
    button("Previous", from > 0, () => { state.from = Math.max(0, from - size); }),
    where,
    button("Next", from + size < found, () => { state.from = from + size; }),
    size === PAGE_ROWS
      ? button("Show all", true, () => { state.size = Number.MAX_SAFE_INTEGER; state.from = 0; })
      : button("Show fewer", true, () => { state.size = PAGE_ROWS; state.from = 0; }),
  );
}

function showTablesOf(page) {
  page.querySelectorAll("section.table[id]").forEach(box => { if (DATA.tables[box.id].rows.length) showTable(box.id); });
}

function sortBy(key, column) {
  const state = stateOf(key), kind = DATA.tables[key].kinds[column];
  const numeric = kind === "number" || kind === "share";
  if (state.sort !== column) Object.assign(state, { sort: column, down: numeric });
  else if (state.down === numeric) state.down = !numeric;
  else state.sort = -1;
  state.from = 0;
  showTable(key);
}
