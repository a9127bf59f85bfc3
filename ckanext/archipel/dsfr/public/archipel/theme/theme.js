/* Before the first paint: tells the style sheets that scripts run, and applies the theme the reader chose.
   Later: says aloud what scripts change without a word. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  var scheme = "system";
  try {
    scheme = window.localStorage.getItem("scheme") || scheme;
  } catch (error) {
    // Storage refused by the browser: the device's setting applies.
  }
  var dark = scheme === "dark" || (scheme === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  if (dark) {
    root.setAttribute("data-fr-theme", "dark");
    root.style.colorScheme = "dark";
  }

  // A search that replaces its results announces them, and gives back the focus that the old link took away.
  document.addEventListener("htmx:afterSettle", function () {
    var title = document.querySelector("#search-results h1");
    var status = document.getElementById("archipel-status");
    if (!title || !status) return;
    status.textContent = title.textContent.trim();
    if (document.activeElement === document.body) {
      title.setAttribute("tabindex", "-1");
      title.focus({ preventScroll: true });
    }
  });

  // The lists that CKAN draws over a field, some time after the page is there, lose its label: give it back.
  function nameLists() {
    document.querySelectorAll(".select2-container:not([data-named])").forEach(function (container) {
      var field = container.previousElementSibling;
      var label = field && field.id && document.querySelector('label[for="' + CSS.escape(field.id) + '"]');
      if (!label) return;
      container.setAttribute("data-named", "");
      container.querySelectorAll(".select2-selection--multiple, .select2-search__field").forEach(function (part) {
        part.setAttribute("aria-label", label.textContent.replace("*", "").trim());
      });
    });
  }
  document.addEventListener("DOMContentLoaded", function () {
    nameLists();
    new MutationObserver(nameLists).observe(document.body, { childList: true, subtree: true });
  });
})();
