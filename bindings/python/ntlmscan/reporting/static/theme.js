// Colours as the system says, light or dark; the choice holds as long as the page is open.
const THEMES = ["system", "light", "dark"];
const systemDark = matchMedia("(prefers-color-scheme: dark)");
let chosenTheme = "system";
let printing = false;

function themeNow() {
  if (printing) return "light";
  if (chosenTheme !== "system") return chosenTheme;
  return systemDark.matches ? "dark" : "light";
}

function applyTheme() {
  document.documentElement.dataset.theme = themeNow();
  const button = document.getElementById("theme");
  button.textContent = "Colours: " + chosenTheme;
  button.setAttribute("aria-label", "Colours: " + chosenTheme + ". Press to change.");
  redrawCharts();
}
