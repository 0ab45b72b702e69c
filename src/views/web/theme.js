// The theme is the system's until the button is pressed. The choice is kept in the browser's local storage.
(() => {
  const root = document.documentElement, button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("ecgpress-theme"); } catch { return null; } };
  const apply = (theme) => {
    root.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light theme" : "Dark theme";
  };
  const now = () => kept() ?? (system.matches ? "dark" : "light");
  apply(now());
  system.addEventListener("change", () => apply(now()));
  button.addEventListener("click", () => {
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("ecgpress-theme", theme); } catch { /* no local storage */ }
    apply(theme);
  });
})();
