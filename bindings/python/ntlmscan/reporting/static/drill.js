// From a number to its records: where each one lies, and the query that lists all of them.
const dialog = document.getElementById("records");
let openDrill = null;

function recordOf(index) {
  const [time, computer, event, view, source, offset] = DATA.records[index];
  return [time, DATA.words[computer], event, DATA.words[view], DATA.words[source] + "@" + offset];
}

function aboutDrill(drill) {
  const all = `${NUMBERS.format(drill.authentications)} authentication${drill.authentications === 1 ? "" : "s"}`;
  if (!drill.held) return `${all}. Their records are not held in this file; the query lists them.`;
  const rows = NUMBERS.format(drill.records.length);
  return drill.more ? `${all}. The first ${rows} of their records; the query lists all.` : `${all}, ${rows} records: all of them.`;
}

function showDrill(at) {
  openDrill = DATA.drills[at];
  document.getElementById("records-title").textContent = openDrill.title;
  document.getElementById("records-about").textContent = aboutDrill(openDrill);
  document.getElementById("records-query").textContent = openDrill.query;
  document.getElementById("records-rows").replaceChildren(...openDrill.records.map(index => {
    const row = document.createElement("tr");
    row.append(...recordOf(index).map((value, column) => {
      const cell = document.createElement("td"), inner = document.createElement("bdi");
      cell.className = ["time", "text", "number", "text", "place"][column];
      inner.textContent = value === null ? "" : String(value);
      cell.append(inner);
      return cell;
    }));
    return row;
  }));
  dialog.querySelector(".scroll").hidden = !openDrill.records.length;
  document.getElementById("records-csv").hidden = !openDrill.records.length;
  dialog.showModal();
  dialog.scrollTop = 0;
}

async function copyQuery() {
  const code = document.getElementById("records-query"), button = document.getElementById("records-copy");
  try {
    await navigator.clipboard.writeText(openDrill.query);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = "Selected: copy it with the keyboard";
  }
  setTimeout(() => { button.textContent = "Copy the query"; }, 3000);
}
