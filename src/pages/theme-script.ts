/**
 * The script of every page. It runs in the browser as it stands here, before anything is drawn: the theme chosen last is
 * put on the page, and the button in the bar chooses among the system's own, light and dark.
 */
export const themeScript = `"use strict";
(() => {
  const signs = { auto: "◐", light: "☀", dark: "☾" };
  const themes = Object.keys(signs);
  // Where storage is denied, as it may be to files, the choice lasts as long as the page.
  const recall = () => {
    try {
      return localStorage.getItem("maruyama-theme");
    } catch {
      return null;
    }
  };
  const remember = (theme) => {
    try {
      localStorage.setItem("maruyama-theme", theme);
    } catch {}
  };
  let theme = recall();
  if (!themes.includes(theme)) theme = "auto";
  const apply = () => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  apply();
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    const label = () => {
      button.textContent = signs[theme];
      button.title = "Colours: " + theme;
      button.setAttribute("aria-label", "Colours: " + theme);
    };
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      apply();
      label();
      remember(theme);
    });
    label();
    button.hidden = false;
  });
})();
`;
