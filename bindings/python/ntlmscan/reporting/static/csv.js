// Rows as a CSV file. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
function csvCell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^\s*[=+\-@|%\t\r]/.test(value) ? "'" + value : value;
  return '"' + text.replace(/"/g, '""') + '"';
}

function csvOf(titles, rows) {
  return [titles, ...rows].map(row => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

function save(name, text) {
  const link = document.createElement("a");
  const url = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" }));
  link.href = url;
  link.download = name + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function csvOfTable(key) {
  const table = DATA.tables[key];
  return csvOf(table.titles, rowsOf(key).map(at => table.rows[at]));
}
